using ClickDeploy.Jobs;
using ClickDeploy.Jobs.Local;
using ClickDeploy.Processes;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Tests.Shared.Jobs.Local;

public sealed class LocalJobsTests : JobsConformance
{
    protected override IJobs Open(string dataDir) =>
        new LocalJobs(Options.Create(new LocalJobsOptions { DataDir = dataDir }), new CgroupHost(), TimeProvider.System);
}
