using ClickDeploy.SelfHost.Durable.History;
using Microsoft.DurableTask;

namespace ClickDeploy.SelfHost.Durable.Replay;

/// <summary>The orchestrator's own code: how it begins, and what its end means.</summary>
internal sealed class Body(TurnContext turn, Payloads payloads)
{
    private Task<object?>? _task;
    private (string? Input, bool Carries, string? NewVersion)? _next;

    public bool IsWaiting => _task is { IsCompleted: false };

    public void Begin(OrchestratorFunction function, TaskOrchestrationContext context)
    {
        try
        {
            _task = function.Body(context);
        }
        catch (Exception thrown)
        {
            _task = Task.FromException<object?>(thrown);
        }

        turn.RunReady();
        if (!_task.IsCompleted)
        {
            _task.ContinueWith(
                _ =>
                {
                    if (!turn.IsMyThread)
                    {
                        turn.Violate("its body went on, on another thread, until its end");
                    }
                },
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }
    }

    /// <summary>When the body has returned, another generation begins. One that throws fails all the same.</summary>
    public void Continue(string? input, bool carries, string? newVersion) => _next = (input, carries, newVersion);

    /// <returns>Null while it has not ended.</returns>
    public BodyResult? End()
    {
        if (_task is not { IsCompleted: true } ended)
        {
            return null;
        }

        if (!ended.IsCompletedSuccessfully)
        {
            return new BodyResult(null, Failure.From(Thrown(ended)), AtOnce: false);
        }

        try
        {
            return _next is { } next
                ? new BodyResult(next.Input, null, AtOnce: false, next.Carries, next.NewVersion)
                : new BodyResult(payloads.Text(ended.Result, "output"), null, AtOnce: false);
        }
        catch (Exception unwritable)
        {
            return new BodyResult(null, Failure.From(unwritable), AtOnce: false);
        }
    }

    // Of a body that threw an OperationCanceledException the task is cancelled, and holds it all the same.
    private static Exception Thrown(Task body)
    {
        try
        {
            body.GetAwaiter().GetResult();
            return new InvalidOperationException("The body did not fail.");
        }
        catch (Exception thrown)
        {
            return thrown;
        }
    }
}
