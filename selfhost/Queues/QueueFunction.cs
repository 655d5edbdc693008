using ClickDeploy.SelfHost.Functions;

namespace ClickDeploy.SelfHost.Queues;

/// <summary>A function that runs for each message of a queue.</summary>
/// <param name="Read">What the trigger's parameter gets for a body. Throws where the body is not what the function takes.</param>
internal sealed record QueueFunction(Function Function, string Queue, Func<string, object?> Read)
{
    public string Name => Function.Name;

    /// <summary>Where messages go whose function failed too often, as on the real host.</summary>
    public string Poison => PoisonOf(Queue);

    public static string PoisonOf(string queue) => queue + "-poison";
}
