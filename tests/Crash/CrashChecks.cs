using System.Diagnostics;
using System.Net;
using ClickDeploy.Clients.Caddy;
using ClickDeploy.Tests.Platform;
using ClickDeploy.Tests.Shared.Processes;

namespace ClickDeploy.Tests.Crash;

/// <summary>What must be true after a crash. Each check is a <see cref="CrashFailure"/> when it is not, or a time-out when something does not end.</summary>
internal sealed class CrashChecks(PlatformProcess platform, CrashSample sample)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan AtRest = TimeSpan.FromSeconds(5);

    /// <summary>Returns when no operation runs or waits.</summary>
    public Task Idle() => Until(platform.Data.IsIdle, "the end of all operations");

    /// <summary>The platform's death is no business of a service's users.</summary>
    public async Task ServesWhileDead()
    {
        var host = (await platform.Data.Routes()).Keys.Single();
        var answer = await sample.Ask(platform, host);
        Check(CrashFault.Lost, sample.IsVersion(1, answer) || sample.IsVersion(2, answer), $"while the platform is down {host} answers {answer}");
    }

    /// <summary>The n-th deployment is live, and nothing of it is there twice or left over. One that was not <paramref name="accepted"/> need not be there.</summary>
    public async Task IsLive(Guid service, int n, bool accepted)
    {
        var deployments = await platform.Api.Deployments(service);
        if (deployments.Count == n - 1 && !accepted)
        {
            // Nobody was told that it would be done; the user asks again.
            await platform.Api.DeployLive(service);
            await Idle();
            deployments = await platform.Api.Deployments(service);
        }

        await Ended(deployments, n, "live");
        await Serves(service, n, n);
    }

    /// <summary>As <see cref="IsLive"/>, or the second deployment is cancelled and the first serves.</summary>
    public async Task IsCancelledOrLive(Guid service, bool accepted)
    {
        var deployments = await platform.Api.Deployments(service);
        if (deployments.Count > 1 || accepted)
            await Ended(deployments, 2, "live", "cancelled");
        var version = deployments[0] is { Number: 2, Status: "live" } ? 2 : 1;
        await Serves(service, version, version);
    }

    /// <summary>The service is gone. When the deletion was not <paramref name="accepted"/> it may be there, and be deleted now.</summary>
    public async Task IsDeleted(Guid service, bool accepted)
    {
        try
        {
            var left = await platform.Api.Service(service);
            Check(CrashFault.Lost, !accepted, $"its deletion was accepted, and it is still there: {left}");
            await platform.Api.DeleteService(service);
        }
        catch (ApiException gone) when (gone.Status == HttpStatusCode.NotFound)
        {
            // As it should be.
        }
    }

    /// <summary>Nothing of the service runs, and its name says so. One that was not <paramref name="accepted"/> may serve on.</summary>
    public async Task IsStopped(Guid service, bool accepted)
    {
        var seen = await platform.Api.Service(service);
        if (!accepted && seen.Status == "live")
        {
            await Serves(service, version: 1, releases: 1);
            return;
        }

        Check(CrashFault.Lost, seen.Status == "stopped", $"its stop was accepted, and it is {seen}");
        var answer = await sample.Ask(platform, seen.Host);
        Check(CrashFault.Lost, answer == "status 503", $"the stopped service answers {answer}");
        await Becomes(CrashFault.LeftBehind, async () => [.. platform.Data.Instances, .. await platform.Data.Rows("addresses"), .. platform.Data.Jobs]);
    }

    /// <summary>It serves again. One that was not <paramref name="accepted"/> may still be stopped.</summary>
    public async Task IsStarted(Guid service, bool accepted)
    {
        if (!accepted && (await platform.Api.Service(service)).Status == "stopped")
            await IsStopped(service, accepted: true);
        else
            await Serves(service, version: 1, releases: 1);
    }

    /// <summary>The first version serves by a third deployment. One that was not <paramref name="accepted"/> need not be there.</summary>
    public async Task IsRolledBack(Guid service, bool accepted)
    {
        var deployments = await platform.Api.Deployments(service);
        if (deployments.Count == 2 && !accepted)
        {
            await Serves(service, version: 2, releases: 2);
            return;
        }

        await Ended(deployments, 3, "live");
        Check(CrashFault.Lost, !(await platform.Api.Service(service)).AutoDeploy, "auto-deploy is on after the rollback");
        await Serves(service, version: 1, releases: 2);
    }

    /// <summary>Another instance runs in the place of the <paramref name="dead"/> one, without anybody's asking.</summary>
    public async Task IsReplaced(Guid service, string dead)
    {
        await Until(() => Task.FromResult(platform.Data.RunningInstances is [var running] && running != dead), "another instance");
        await Idle();
        await Serves(service, version: 1, releases: 1);
    }

    public Task NothingIsLeft() => Becomes(CrashFault.LeftBehind, platform.Data.Left);

    public static async Task Until(Func<Task<bool>> isTrue, string what)
    {
        for (var clock = Stopwatch.StartNew(); !await isTrue(); await Task.Delay(50))
        {
            if (clock.Elapsed > Patience)
                throw new TimeoutException($"Not within {Patience.TotalSeconds} s: {what}.");
        }
    }

    private async Task Ended(IReadOnlyList<DeploymentAnswer> deployments, int n, params string[] statuses)
    {
        Check(deployments.Count < n ? CrashFault.Lost : CrashFault.Doubled, deployments.Count == n, $"{deployments.Count} deployments are listed, not {n}");
        var newest = deployments[0];
        var log = await platform.Api.Logs(newest.Id);
        var told = $"{newest}:\n{string.Join('\n', log)}";
        Check(newest.IsOver ? CrashFault.Lost : CrashFault.Stuck, statuses.Contains(newest.Status) && newest.Error is null, $"the deployment is {told}");
        Check(CrashFault.Doubled, log.Count(line => line.EndsWith($"] {newest.Status}", StringComparison.OrdinalIgnoreCase)) == 1, $"its log does not say once how it ended, {told}");
    }

    /// <summary>It answers as that version, and nothing is there twice or left over.</summary>
    public async Task Serves(Guid service, int version, int releases)
    {
        var answer = await sample.Ask(platform, (await platform.Api.Service(service)).Host);
        Check(CrashFault.Lost, sample.IsVersion(version, answer), $"the service answers {answer}, which is not version {version}");
        await Becomes(CrashFault.LeftBehind, () => Unexpected(releases));
    }

    // What is there beside one instance with one address, one route, and the releases.
    private async Task<IReadOnlyList<string>> Unexpected(int releases)
    {
        var data = platform.Data;
        var (instances, running, routes, addresses) = (data.Instances, data.RunningInstances, await data.Routes(), await data.Rows("addresses"));
        List<string> odd = [.. data.Jobs.Select(job => $"job {job}"), .. data.Builds.Select(build => $"build {build}")];
        if (instances.Count != 1 || !running.SequenceEqual(instances))
            odd.Add($"instances {string.Join(' ', instances)}, running {string.Join(' ', running)}");
        if (addresses.Count != 2 || instances.Count != 1 || !addresses.Contains($"local / i|{instances[0]}"))
            odd.Add($"addresses {string.Join(", ", addresses)}");
        if (routes.Count != 1 || routes.Values.Single() is not Route.Instance { Address: var address } || !addresses.Contains($"local / p|{address.Split(':')[1]}"))
            odd.Add($"routes {string.Join(", ", routes)}");
        if (data.Releases.Count != releases)
            odd.Add($"releases {string.Join(' ', data.Releases)}");
        odd.AddRange(Leftovers.Of(platform.DataDirectory).Where(left => left.StartsWith("control group", StringComparison.Ordinal) && !instances.Any(id => left.EndsWith(id, StringComparison.Ordinal))));
        return odd;
    }

    private static void Check(CrashFault fault, bool isRight, string otherwise)
    {
        if (!isRight)
            throw new CrashFailure(fault, otherwise);
    }

    // Everything has ended, so what is seen now is what stays; the system may need a moment to take processes away.
    private static async Task Becomes(CrashFault fault, Func<Task<IReadOnlyList<string>>> left)
    {
        for (var clock = Stopwatch.StartNew(); await left() is { Count: > 0 } seen; await Task.Delay(50))
            Check(fault, clock.Elapsed < AtRest, string.Join('\n', seen));
    }
}
