using System.Text.Json;
using ClickDeploy.Orchestrations.Deployments;

namespace ClickDeploy.Functions.Operations;

/// <summary>What a history does not say by itself: which job a step ran, and whether it took back what another one had done.</summary>
internal static class StepMeaning
{
    private static readonly HashSet<string> OnlyUndo = [nameof(RemoveBuild), nameof(RemoveRelease), nameof(RestoreTraffic)];

    /// <summary>The job of a step that runs one of several, in small letters.</summary>
    public static string? Detail(string name, JsonElement? input) =>
        name == nameof(RunJob) && input is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(nameof(RunJob.Job), out var job) && job.TryGetInt32(out var number) && Enum.IsDefined((BuildJob)number)
            ? JsonNamingPolicy.SnakeCaseLower.ConvertName(((BuildJob)number).ToString())
            : null;

    /// <summary>Whether a step undoes, by what came before it.</summary>
    public static bool Undoes(string name, IReadOnlyList<OperationStep> before) =>
        OnlyUndo.Contains(name)
        // A live deployment removes the instance that it replaced.
        || (name == nameof(RemoveInstance) && before.Any(step => step.Name == nameof(StartInstance)) && before.All(step => step.Name != nameof(FinishDeployment)))
        // Its files also go when the command has ended well.
        || (name == nameof(RemovePreDeploy) && !(before.LastOrDefault() is { Name: nameof(RunJob), Status: "completed" } last && Went(last)));

    private static bool Went(OperationStep job) =>
        job.Output is { ValueKind: JsonValueKind.Object } result && !(result.TryGetProperty(nameof(JobResult.Failure), out var failure) && failure.ValueKind == JsonValueKind.Object);
}
