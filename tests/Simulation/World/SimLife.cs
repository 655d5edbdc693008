using ClickDeploy.Tests.Simulation.Programs;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.Simulation.World;

/// <summary>One execution that users asked for: what it does, and what must have become of it in the end.</summary>
/// <param name="number">The how-manieth of its id.</param>
/// <param name="isRestart">It does what the one before did, by the client's restart.</param>
public sealed class SimLife(string id, int number, SimProgram program, bool isRestart = false)
{
    public string Id => id;

    public int Number => number;

    public SimProgram Program => program;

    public bool IsRestart => isRestart;

    /// <summary>Half of those that may do it: one generation for each of its steps.</summary>
    public SimPlan Plan { get; } = program is SimProgram.Seq { Steps: { Count: > 1 } steps } && id[^1] % 2 == 0 ? new SimPlan(steps[0], [.. steps.Skip(1)]) : new SimPlan(program);

    /// <summary>It has ended, and nobody rewinds it any more.</summary>
    public bool IsOver { get; set; }

    public bool IsTerminated { get; set; }

    /// <summary>Nothing of it may be there any more.</summary>
    public bool IsPurged { get; set; }

    public bool MayBreak => program.Flatten().Any(part => part is SimProgram.Mend);

    /// <summary>Whether another one may run beside it: it names no children, and nobody has to tell it anything.</summary>
    public bool MayHaveTwin => !program.Flatten().Any(part => part is SimProgram.Await or SimProgram.Child { Id: not null });

    public string Expected
    {
        get
        {
            try
            {
                return "Completed " + (Plan.Then is { } then ? string.Join(';', then.Prepend(Plan.Program).Select(step => step.Evaluate())) : program.Evaluate());
            }
            catch (SimFailure)
            {
                return "Failed";
            }
        }
    }

    /// <summary>The events that it and its children wait for.</summary>
    public IEnumerable<(string Instance, string Name)> Events => EventsOf(id, program);

    public bool Fits(OrchestrationRuntimeStatus status, string outcome) => outcome == Expected || (IsTerminated && status == OrchestrationRuntimeStatus.Terminated);

    private static IEnumerable<(string Instance, string Name)> EventsOf(string id, SimProgram program) => program switch
    {
        SimProgram.Seq seq => seq.Steps.SelectMany(step => EventsOf(id, step)),
        SimProgram.All all => all.Steps.SelectMany(step => EventsOf(id, step)),
        SimProgram.Child child => EventsOf(child.Id ?? id, child.Program),
        SimProgram.Await wait => [(id, wait.Name)],
        _ => [],
    };
}
