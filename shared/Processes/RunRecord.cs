using System.Text.Json;
using System.Text.Json.Serialization;

namespace ClickDeploy.Processes;

/// <summary>run.json: what is needed to find and end a run again, after a crash too. It names the variables and holds none of their values.</summary>
internal sealed record RunRecord
{
    internal static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public int Schema { get; init; } = 1;

    public required IReadOnlyList<string> Command { get; init; }

    public required string WorkingDirectory { get; init; }

    public required IReadOnlyList<string> Variables { get; init; }

    public required IReadOnlyList<string> Cgroups { get; init; }

    /// <summary>False where limits were asked for and no memory controller holds them.</summary>
    public required bool SoftLimits { get; init; }

    public required OutputPlan Output { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }
}
