using System.Collections.Concurrent;
using System.Diagnostics;
using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.SelfHost.Durable.Json;
using ClickDeploy.SelfHost.Durable.Traces;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.SelfHost.Durable.Hub;

/// <summary>Runs activities, a bounded number at a time, each in a scope of its own, and hands their results to the instance's mailbox.</summary>
internal sealed class Activities(DurableRegistry registry, IServiceScopeFactory scopes, DurableOptions options, Func<string, Message, Task<Delivery>> send, CancellationToken stopping)
{
    private readonly ConcurrentDictionary<(string Execution, int Round, int Id), Task> _running = new();
    private readonly Slots _slots = new(options.MaxActivities);

    /// <summary>Completes when no activity runs any more.</summary>
    public Task Ended() => Task.WhenAll(_running.Values);

    /// <summary>Starts the activity unless it runs already.</summary>
    /// <param name="round">How often the execution was rewound: a run of before that, whose failure is forgotten, is another one.</param>
    /// <param name="place">Where its span belongs.</param>
    public void Start(string instance, string execution, int round, TaskScheduled task, ActivityContext? place = null)
    {
        var key = (execution, round, task.Id);
        var ended = new TaskCompletionSource();
        if (_running.TryAdd(key, ended.Task))
        {
            _ = Run();
        }

        async Task Run()
        {
            DurableMeter.Backlog.Add(1);
            try
            {
                await _slots.Enter(stopping);
                Answer answer;
                var began = Stopwatch.GetTimestamp();
                try
                {
                    answer = await RunBody(instance, task, place);
                }
                finally
                {
                    _slots.Leave();
                }

                if (DurableMeter.ActivitySeconds.Enabled)
                {
                    DurableMeter.ActivitySeconds.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, new KeyValuePair<string, object?>("activity", task.Name));
                }

                DurableMeter.Activities.Add(1, new("activity", task.Name), new("outcome", answer is TaskCompleted ? "completed" : "failed"));
                // Known as running until its result is recorded: an instance that is loaded again meanwhile does not start it twice.
                await send(instance, new Message.Answered(execution, answer));
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // No result: it runs again where the hub is held next.
            }
            catch (HubLostException)
            {
            }
            finally
            {
                DurableMeter.Backlog.Add(-1);
                _running.TryRemove(key, out _);
                ended.SetResult();
            }
        }
    }

    private async Task<Answer> RunBody(string instance, TaskScheduled task, ActivityContext? place)
    {
        using var span = DurableTrace.Running(task, instance, place);
        try
        {
            var activity = registry.Activity(task.Name)
                ?? throw new InvalidOperationException($"The function '{task.Name}' doesn't exist, is disabled, or is not an activity function.");
            await using var scope = scopes.CreateAsyncScope();
            var input = DurableJson.Read(task.Input, activity.InputType);
            var result = await activity.Body(scope.ServiceProvider, new Called(activity.Name, instance, task.Version), input, stopping);
            var text = DurableJson.Write(result);
            return text?.Length > options.MaxPayloadLength
                ? throw new InvalidOperationException($"The result of activity '{task.Name}' has {text.Length} characters of JSON; at most {options.MaxPayloadLength} are allowed. Return an id and keep the data elsewhere.")
                : new TaskCompleted(task.Id, text);
        }
        catch (Exception thrown) when (thrown is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            span?.Fail(thrown.GetType().FullName!);
            return new TaskFailed(task.Id, Failure.From(thrown));
        }
    }

    private sealed class Called(string name, string instance, string? version) : TaskActivityContext
    {
        public override TaskName Name => name;

        public override string InstanceId => instance;

        public override string Version => version ?? string.Empty;
    }
}
