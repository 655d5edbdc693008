using System.Text.Json.Serialization;

namespace ClickDeploy.Tests.Simulation.Programs;

/// <summary>What a simulated orchestration does: a value, so that it can be its input, be interpreted durably, and be evaluated without any engine.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "op")]
[JsonDerivedType(typeof(Act), "act")]
[JsonDerivedType(typeof(Retry), "retry")]
[JsonDerivedType(typeof(Seq), "seq")]
[JsonDerivedType(typeof(All), "all")]
[JsonDerivedType(typeof(Pause), "pause")]
[JsonDerivedType(typeof(Await), "await")]
[JsonDerivedType(typeof(Race), "race")]
[JsonDerivedType(typeof(Child), "child")]
[JsonDerivedType(typeof(Tell), "tell")]
[JsonDerivedType(typeof(Mark), "mark")]
[JsonDerivedType(typeof(Fail), "fail")]
[JsonDerivedType(typeof(Mend), "mend")]
[JsonDerivedType(typeof(Call), "call")]
[JsonDerivedType(typeof(Hear), "hear")]
public abstract record SimProgram
{
    /// <summary>One activity.</summary>
    public sealed record Act(string Key) : SimProgram;

    /// <summary>An activity that fails <paramref name="Failures"/> times, with <paramref name="Attempts"/> attempts.</summary>
    public sealed record Retry(string Key, int Failures, int Attempts) : SimProgram;

    public sealed record Seq(IReadOnlyList<SimProgram> Steps) : SimProgram;

    public sealed record All(IReadOnlyList<SimProgram> Steps) : SimProgram;

    public sealed record Pause(int Milliseconds) : SimProgram;

    /// <summary>Waits for an event of this name, which the world raises.</summary>
    public sealed record Await(string Name) : SimProgram;

    /// <summary>An activity against a timer: whichever is first, the other is not waited for.</summary>
    public sealed record Race(string Key, int Milliseconds) : SimProgram;

    /// <param name="Id">The child's id, or null for one that the engine makes.</param>
    /// <param name="Strict">Its failure is the parent's.</param>
    public sealed record Child(string? Id, SimProgram Program, bool Strict = false) : SimProgram;

    /// <summary>Sends an event to itself through the outbox, and waits for it.</summary>
    public sealed record Tell(string Name) : SimProgram;

    /// <summary>Sets the custom status and takes a new id.</summary>
    public sealed record Mark(string Text) : SimProgram;

    public sealed record Fail(string Message) : SimProgram;

    /// <summary>An activity that fails until the world has mended what is broken; then the world rewinds.</summary>
    public sealed record Mend(string Key) : SimProgram;

    /// <summary>Sends an event to the parent.</summary>
    public sealed record Call(string Name) : SimProgram;

    /// <summary>Waits for an event that a child sends.</summary>
    public sealed record Hear(string Name) : SimProgram;

    /// <summary>What the orchestration gives when nothing goes wrong. Throws <see cref="SimFailure"/> where it fails.</summary>
    public string Evaluate() => this switch
    {
        Act act => act.Key,
        Retry retry => retry.Failures < retry.Attempts ? retry.Key : throw new SimFailure(retry.Key),
        Seq seq => string.Join(',', seq.Steps.Select(step => step.Evaluate())),
        All all => "[" + string.Join(',', all.Steps.Select(step => step.Evaluate()).ToList()) + "]",
        Pause => "p",
        Await await => await.Name,
        Race => "r",
        Child { Strict: true } child => $"({child.Program.Evaluate()})",
        Child child => Caught(child.Program),
        Mend mend => mend.Key,
        Tell tell => tell.Name,
        Call => "c",
        Hear hear => hear.Name,
        Mark mark => mark.Text,
        Fail fail => throw new SimFailure(fail.Message),
        _ => throw new InvalidOperationException(GetType().Name),
    };

    public IEnumerable<SimProgram> Flatten() => this switch
    {
        Seq seq => seq.Steps.SelectMany(step => step.Flatten()).Prepend(this),
        All all => all.Steps.SelectMany(step => step.Flatten()).Prepend(this),
        Child child => child.Program.Flatten().Prepend(this),
        _ => [this],
    };

    private static string Caught(SimProgram program)
    {
        try
        {
            return $"({program.Evaluate()})";
        }
        catch (SimFailure)
        {
            return "(x)";
        }
    }
}

/// <summary>A program as an input: alone, it would be written without saying which kind it is.</summary>
/// <param name="Then">What the generations after this one do; their results come after this one's.</param>
/// <param name="Before">What the generations before gave.</param>
public sealed record SimPlan(SimProgram Program, IReadOnlyList<SimProgram>? Then = null, string Before = "");

public sealed class SimFailure(string message) : Exception(message);
