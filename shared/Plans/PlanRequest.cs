using ClickDeploy.Services;

namespace ClickDeploy.Plans;

/// <summary>What is asked of the planner: where the application is, and what the user decided already.</summary>
public sealed record PlanRequest(string RootDir = "/")
{
    public string? Install { get; init; }

    public string? Build { get; init; }

    public string? Start { get; init; }

    /// <summary>It listens at no port.</summary>
    public bool IsWorker { get; init; }

    /// <summary>Relative to the repository; "" is its root.</summary>
    public string Directory => string.Join('/', RootDir.Split('/').Where(part => part is not ("" or ".")));

    public static PlanRequest Of(Service service) => new(service.GitSource?.RootDir ?? "/")
    {
        Install = service.InstallCommand,
        Build = service.BuildCommand,
        Start = service.StartCommand,
        IsWorker = service.Port is null,
    };
}
