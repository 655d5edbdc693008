using ClickDeploy.SelfHost.Durable;
using Microsoft.DurableTask;

namespace ClickDeploy.Tests.Simulation.Programs;

/// <summary>The orchestrator that interprets programs, and its activities. The runs are remembered here, outside every simulated process.</summary>
public sealed class SimFunctions(TimeProvider clock, Random random)
{
    private readonly Dictionary<string, List<string>> _results = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _failures = new(StringComparer.Ordinal);
    private readonly HashSet<string> _mended = new(StringComparer.Ordinal);

    public DurableRegistry Registry()
    {
        var registry = new DurableRegistry();
        registry.Add(new OrchestratorFunction("Interpret", async context => await Generation(context, context.GetInput<SimPlan>()!)));
        registry.Add(new ActivityFunction("Do", typeof(string), async (_, _, input, cancellation) => await Do((string)input!, cancellation)));
        registry.Add(new ActivityFunction("Flaky", typeof(SimProgram.Retry), async (_, _, input, cancellation) => await Flaky((SimProgram.Retry)input!, cancellation)));
        registry.Add(new ActivityFunction("Fragile", typeof(string), async (_, _, input, cancellation) => await Fragile((string)input!, cancellation)));
        return registry;
    }

    /// <summary>Whether a run of an activity gave this result.</summary>
    public bool Gave(string key, string result) => _results.TryGetValue(key, out var results) && results.Contains(result);

    /// <summary>What broke in these programs is whole from now on.</summary>
    public void Mend(SimProgram program) => _mended.UnionWith(program.Flatten().OfType<SimProgram.Mend>().Select(mend => mend.Key));

    public int Runs(string key) => _results.GetValueOrDefault(key)?.Count ?? 0;

    private async Task<string> Do(string key, CancellationToken cancellation)
    {
        await Work(cancellation);
        return Record(key);
    }

    private async Task<string> Flaky(SimProgram.Retry plan, CancellationToken cancellation)
    {
        await Work(cancellation);
        var failures = _failures[plan.Key] = _failures.GetValueOrDefault(plan.Key) + 1;
        // A run that nobody recorded counts too; so what is to fail in the end fails always.
        return failures <= plan.Failures || plan.Failures >= plan.Attempts ? throw new SimFailure(plan.Key) : Record(plan.Key);
    }

    private async Task<string> Fragile(string key, CancellationToken cancellation)
    {
        await Work(cancellation);
        return _mended.Contains(key) ? Record(key) : throw new SimFailure(key);
    }

    private async Task Work(CancellationToken cancellation)
    {
        if (random.Next(3) == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1, 3_000)), clock, cancellation);
        }
        else
        {
            await Task.Yield();
        }
    }

    private string Record(string key)
    {
        if (!_results.TryGetValue(key, out var results))
        {
            _results[key] = results = [];
        }

        results.Add($"{key}#{results.Count}");
        return results[^1];
    }

    private static async Task<string> Generation(TaskOrchestrationContext context, SimPlan plan)
    {
        var all = plan.Before + await Interpret(context, plan.Program);
        if (plan.Then is { Count: > 0 } then)
        {
            context.ContinueAsNew(new SimPlan(then[0], [.. then.Skip(1)], all + ";"));
        }

        return all;
    }

    private static async Task<string> Interpret(TaskOrchestrationContext context, SimProgram program)
    {
        switch (program)
        {
            case SimProgram.Act act:
                return Bare(await context.CallActivityAsync<string>("Do", act.Key));
            case SimProgram.Mend mend:
                return Bare(await context.CallActivityAsync<string>("Fragile", mend.Key));
            case SimProgram.Retry retry:
                var policy = new RetryPolicy(retry.Attempts, TimeSpan.FromMilliseconds(200), 2);
                return Bare(await context.CallActivityAsync<string>("Flaky", retry, TaskOptions.FromRetryPolicy(policy)));
            case SimProgram.Seq seq:
                var all = new List<string>();
                foreach (var step in seq.Steps)
                {
                    all.Add(await Interpret(context, step));
                }

                return string.Join(',', all);
            case SimProgram.All together:
                return "[" + string.Join(',', await Task.WhenAll(together.Steps.Select(step => Interpret(context, step)).ToList())) + "]";
            case SimProgram.Pause pause:
                await context.CreateTimer(TimeSpan.FromMilliseconds(pause.Milliseconds), CancellationToken.None);
                return "p";
            case SimProgram.Await wait:
                return await context.WaitForExternalEvent<string>(wait.Name);
            case SimProgram.Race race:
                using (var cancel = new CancellationTokenSource())
                {
                    var timer = context.CreateTimer(TimeSpan.FromMilliseconds(race.Milliseconds), cancel.Token);
                    await Task.WhenAny(context.CallActivityAsync<string>("Do", race.Key), timer);
                    cancel.Cancel();
                    return "r";
                }

            case SimProgram.Child child:
                try
                {
                    var options = child.Id is null ? new SubOrchestrationOptions() : new SubOrchestrationOptions(instanceId: child.Id);
                    return $"({await context.CallSubOrchestratorAsync<string>("Interpret", new SimPlan(child.Program), options)})";
                }
                catch (TaskFailedException) when (!child.Strict)
                {
                    return "(x)";
                }

            case SimProgram.Tell tell:
                context.SendEvent(context.InstanceId, tell.Name, tell.Name);
                return await context.WaitForExternalEvent<string>(tell.Name);
            case SimProgram.Call call:
                context.SendEvent(context.Parent!.InstanceId, call.Name, call.Name);
                return "c";
            case SimProgram.Hear hear:
                return await context.WaitForExternalEvent<string>(hear.Name);
            case SimProgram.Mark mark:
                context.SetCustomStatus(context.NewGuid());
                return mark.Text;
            case SimProgram.Fail fail:
                throw new SimFailure(fail.Message);
            default:
                throw new InvalidOperationException(program.GetType().Name);
        }
    }

    private static string Bare(string result) => result[..result.LastIndexOf('#')];
}
