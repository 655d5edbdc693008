using System.Text.Json;
using ClickDeploy.Ops.Platform;

namespace ClickDeploy.Ops.History;

/// <summary>A step of an operation as the API tells it, and as a person is told it.</summary>
internal sealed record OperationStep(
    string Kind,
    string Name,
    string? Detail,
    string Status,
    int Attempt,
    bool Undo,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    DateTimeOffset? Until,
    string? Error,
    string? Child,
    JsonElement? Input,
    JsonElement? Output)
{
    /// <summary>In a history that is stepped through: what no one could know yet.</summary>
    public const string Later = "later";

    public bool IsOpen => Status is "running" or "waiting";

    /// <summary>It ended before it was done, and not by a fault of its own.</summary>
    public bool IsCut => Status is "terminated" or "cancelled";

    /// <summary>A look at something that takes longer than one look does: the next run goes on with it.</summary>
    public bool GoesOn => Output is { ValueKind: JsonValueKind.Object } output && output.True("Running");

    public string Label => Kind switch
    {
        "timer" => "Wait",
        "event" => $"Told: {Words.Sentence(Name).ToLowerInvariant()}",
        _ => Undo ? $"Undo: {Plain.ToLowerInvariant()}" : Plain,
    };

    /// <summary>As the last check of several that found nothing well: what it saw is why the deployment failed.</summary>
    public OperationStep NeverHealthy() =>
        Output?.Member("Healthy") is { ValueKind: JsonValueKind.False } ? this with { Status = "failed", Error = Error ?? Output?.Text("Seen") } : this;

    private string Plain => Detail switch
    {
        null => Words.Sentence(Name),
        "fetch" => "Fetch the source",
        "fetch_all" => "Fetch the whole repository",
        "checkout" => "Check out",
        "checkout_commit" => "Check out the commit",
        "install" => "Install packages",
        "build" => "Build",
        "pre_deploy" => "Pre-deploy command",
        _ => Words.Sentence(Detail),
    };

    public static bool IsOver(JsonElement operation) => operation.Text("status") is not (null or "running" or "pending");

    public static IReadOnlyList<OperationStep> AllOf(JsonElement operation) => [.. operation.Items("steps").Select(step => Of(step, operation.Text("status") == "cancelled"))];

    private static OperationStep Of(JsonElement step, bool wasCancelled)
    {
        var (status, error, output) = (step.Text("status") ?? "", step.Text("error"), step.Member("output"));
        if (status == "completed" && output?.Member("Failure") is { ValueKind: JsonValueKind.Object } failure)
        {
            // A step that ended well with a failure to tell, as of a build, is one that failed to everybody but the engine. What was stopped because somebody cancelled has not failed.
            (status, error) = wasCancelled && failure.Text("Code")?.EndsWith("_killed", StringComparison.Ordinal) == true ? ("cancelled", error) : ("failed", error ?? failure.Text("Message"));
        }

        return new(
            step.Text("kind") ?? "activity", step.Text("name") ?? "", step.Text("detail"), status, int.TryParse(step.Text("attempt"), out var attempt) ? attempt : 1, step.True("undo"),
            step.Time("started_at"), step.Time("finished_at"), step.Time("until"), error, step.Text("operation"), step.Member("input"), output);
    }
}
