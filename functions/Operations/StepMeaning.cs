using System.Text.Json;
using ClickDeploy.Orchestrations.Deployments;

namespace ClickDeploy.Functions.Operations;

/// <summary>What a history does not say by itself: which job a step ran, and whether it took back what another one had done.</summary>
internal sealed class StepMeaning
{
    private static readonly HashSet<string> OnlyUndo = [nameof(RemoveBuild), nameof(RemoveRelease), nameof(RestoreTraffic)];

    private bool _started;
    private bool _finished;
    private OperationStep? _before;

    /// <summary>The job of a step that runs one of several, in small letters.</summary>
    public static string? Detail(string name, JsonElement? input) =>
        name == nameof(RunJob) && input is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(nameof(RunJob.Job), out var job) && job.TryGetInt32(out var number) && Enum.IsDefined((BuildJob)number)
            ? JsonNamingPolicy.SnakeCaseLower.ConvertName(((BuildJob)number).ToString())
            : null;

    /// <summary>Whether a step undoes, by what came before it: asked once of each step, in their order.</summary>
    public bool Undoes(OperationStep step)
    {
        var undoes = OnlyUndo.Contains(step.Name)
            // A live deployment removes the instance that it replaced.
            || (step.Name == nameof(RemoveInstance) && _started && !_finished)
            // Its files also go when the command has ended well.
            || (step.Name == nameof(RemovePreDeploy) && !(_before is { Name: nameof(RunJob), Status: "completed" } job && Went(job)));
        _started |= step.Name == nameof(StartInstance);
        _finished |= step.Name == nameof(FinishDeployment);
        _before = step;
        return undoes;
    }

    private static bool Went(OperationStep job) =>
        job.Output is { ValueKind: JsonValueKind.Object } result && !(result.TryGetProperty(nameof(JobResult.Failure), out var failure) && failure.ValueKind == JsonValueKind.Object);
}
