using ClickDeploy.Services;

namespace ClickDeploy.Plans;

/// <summary>What is asked of the planner: where the application is, and what the user decided already.</summary>
public sealed record PlanRequest(string RootDir = "/")
{
    public string? Install { get; init; }

    public string? Build { get; init; }

    public string? Start { get; init; }

    /// <summary>The static files that are to be served, within the root directory; null: what is found.</summary>
    public string? OutputDir { get; init; }

    /// <summary>It listens at no port.</summary>
    public bool IsWorker { get; init; }

    /// <summary>Relative to the repository; "" is its root.</summary>
    public string Directory => Plain(RootDir);

    /// <summary>The same for <see cref="OutputDir"/>, unless a start command makes it void.</summary>
    public string? Output => OutputDir is null || Start is not null ? null : Plain($"{Directory}/{OutputDir}");

    private static string Plain(string path) => string.Join('/', path.Split('/').Where(part => part is not ("" or ".")));

    public static PlanRequest Of(Service service) => new(service.GitSource?.RootDir ?? "/")
    {
        Install = service.InstallCommand,
        Build = service.BuildCommand,
        Start = service.StartCommand,
        OutputDir = service.OutputDir,
        IsWorker = service.Port is null,
    };
}
