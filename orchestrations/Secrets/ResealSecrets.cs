using ClickDeploy.Orchestrations.Saga;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ClickDeploy.Orchestrations.Secrets;

/// <param name="Key">The name of the key that seals since it was replaced.</param>
public sealed record ResealSecretsInput(string Key)
{
    public string OperationId => $"reseal-{Key}";
}

/// <summary>After ENCRYPTION_KEY was replaced: seals anew what other keys have sealed, and then does without those.</summary>
public static class ResealSecrets
{
    /// <summary>What is sealed and not walked over is gone by then: answers that are kept for a repeated request, and tokens of repositories that are only looked at.</summary>
    public static readonly TimeSpan Outlived = TimeSpan.FromHours(25);

    [Function(nameof(ResealSecrets))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context, ResealSecretsInput input)
    {
        await Walk(context);
        await context.CreateTimer(Outlived, CancellationToken.None);

        // Once more: a token of before may have been taken over into a new deployment during the first walk.
        await Walk(context);
        await context.CallActivityAsync(nameof(RetireKeys), input.Key, Retry.Forward);
    }

    private static async Task Walk(TaskOrchestrationContext context)
    {
        for (var next = new ResealFrom(null, null); next is not null;)
        {
            next = await context.CallActivityAsync<ResealFrom?>(nameof(ResealServices), next, Retry.Forward);
        }
    }
}
