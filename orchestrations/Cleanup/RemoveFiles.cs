using ClickDeploy.Orchestrations.Saga;
using ClickDeploy.Releases;
using ClickDeploy.Services;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Orchestrations.Cleanup;

/// <summary>The service's releases.</summary>
public sealed record RemoveFiles(ServiceRef Service) : IStep;

public sealed class RemoveFilesActivity(ReleaseDirectories directories)
{
    [Function(nameof(RemoveFiles))]
    public void Run([ActivityTrigger] RemoveFiles step) => directories.RemoveReleases(step.Service.ServiceId);
}
