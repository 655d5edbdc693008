using System.Diagnostics;
using System.Globalization;
using ClickDeploy.Clients.Caddy;
using ClickDeploy.Tests.Platform;
using ClickDeploy.Tests.Shared.Processes;

namespace ClickDeploy.Tests.Crash;

/// <summary>One deployment that the platform's death interrupts, and everything that must be true when it has been started again.</summary>
internal sealed class CrashRun : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan AtRest = TimeSpan.FromSeconds(5);

    private readonly PlatformProcess _platform;
    private readonly CrashSample _sample;
    private readonly int _deployments;
    private ProjectAnswer? _project;
    private ServiceAnswer? _service;

    private CrashRun(PlatformProcess platform, CrashSample sample, int deployments) => (_platform, _sample, _deployments) = (platform, sample, deployments);

    /// <summary>What the platform said when it killed itself, or what happened instead.</summary>
    public string Death { get; private set; } = "not killed";

    /// <param name="npmCache">For the Node sample: a folder that all runs share.</param>
    public static async Task<CrashRun> Prepare(int deployments, string? npmCache)
    {
        var platform = await PlatformProcess.Prepare(Settings.Fast);
        if (npmCache is not null)
        {
            Directory.CreateDirectory(Path.Combine(platform.DataDirectory, "cache"));
            Directory.CreateSymbolicLink(Path.Combine(platform.DataDirectory, "cache", "npm"), npmCache);
        }

        return new CrashRun(platform, CrashSample.Make(node: npmCache is not null), deployments);
    }

    /// <summary>Without a crash: how many borders the last of the deployments has, and how long it takes.</summary>
    public async Task<(int Borders, int Milliseconds)> Measure()
    {
        await Begin($"{_deployments}:0");
        var clock = Stopwatch.StartNew();
        await _platform.Api.DeployLive(_service!.Id);
        await Idle();
        var took = (int)clock.ElapsedMilliseconds;
        await _platform.Terminate();
        return (int.Parse(await File.ReadAllTextAsync(Path.Combine(_platform.DataDirectory, "run", "borders")), CultureInfo.InvariantCulture), took);
    }

    /// <exception cref="CrashFailure">Something is not as it must be.</exception>
    public async Task Run(CrashCase when)
    {
        try
        {
            await Begin(when.Border is { } border ? $"{_deployments}:{border}" : null);
            var accepted = await DeployUntilItDies(when);
            await ServesWhileDead();
            await _platform.Start();
            await EndsAsItShould(accepted);
            await EverythingGoes();
        }
        catch (TimeoutException late)
        {
            throw new CrashFailure(CrashFault.Stuck, late.Message);
        }
        catch (ApiException refused)
        {
            throw new CrashFailure(CrashFault.Lost, refused.Message);
        }
    }

    /// <summary>What the platform wrote.</summary>
    public string Output => _platform.Output;

    public async ValueTask DisposeAsync()
    {
        await _platform.DisposeAsync();
        _sample.Dispose();
    }

    // A service as it is before the deployment that the run is about.
    private async Task Begin(string? crashAt)
    {
        await _platform.Start(crashAt is null ? [] : [new("CRASH_AT", crashAt)]);
        _project = await _platform.Api.CreateProject("crash");
        _service = await _platform.Api.CreateService(_project.Id, "web", _sample.Url, _sample.StartCommand);
        for (var before = 1; before < _deployments; before++)
        {
            await _platform.Api.DeployLive(_service.Id);
            await Idle();
            _sample.Push();
        }
    }

    // Answers whether the request got its answer.
    private async Task<bool> DeployUntilItDies(CrashCase when)
    {
        var accepted = false;
        try
        {
            var deployment = _platform.Api.Deploy(_service!.Id);
            if (when.Milliseconds is { } later)
            {
                // A random moment is what is asked for: there is no condition to wait for.
                await Task.Delay(later);
                Death = $"killed after {later} ms";
                await _platform.Kill();
            }

            await deployment;
            accepted = true;
            await Until(() => Task.FromResult(!_platform.IsRunning || _platform.Data.IsIdle), "the end of the platform or of the deployment", Patience);
        }
        catch (HttpRequestException)
        {
            // It died with the request in its hands.
            await _platform.Ended();
        }

        Death = _platform.Output.Split('\n').LastOrDefault(line => line.Contains("killed by CRASH_AT", StringComparison.Ordinal)) ?? Death;
        await _platform.Kill();
        return accepted;
    }

    // The platform's death is no user's business.
    private async Task ServesWhileDead()
    {
        if (_deployments == 1)
            return;
        var host = (await _platform.Data.Routes()).Keys.Single();
        var answer = await _sample.Ask(_platform, host);
        Check(CrashFault.Lost, _sample.IsVersion(_deployments - 1, answer) || _sample.IsVersion(_deployments, answer), $"while the platform is down {host} answers {answer}");
    }

    private async Task EndsAsItShould(bool accepted)
    {
        var api = _platform.Api;
        await Idle();
        var deployments = await api.Deployments(_service!.Id);
        if (deployments.Count == _deployments - 1 && !accepted)
        {
            // Nobody was told that it would be done, so nothing may have been; the user asks again.
            await api.DeployLive(_service.Id);
            await Idle();
            deployments = await api.Deployments(_service.Id);
        }

        Check(deployments.Count < _deployments ? CrashFault.Lost : CrashFault.Doubled, deployments.Count == _deployments, $"{deployments.Count} deployments are listed, not {_deployments}");
        var newest = deployments[0];
        Check(newest.IsOver ? CrashFault.Lost : CrashFault.Stuck, newest is { Status: "live", Error: null }, $"the deployment is {newest}:\n{string.Join('\n', await api.Logs(newest.Id))}");
        var log = await api.Logs(newest.Id);
        Check(CrashFault.Doubled, log.Count(line => line.EndsWith("] Live", StringComparison.Ordinal)) == 1, $"its log does not say once that it is live:\n{string.Join('\n', log)}");

        var answer = await _sample.Ask(_platform, (await api.Service(_service.Id)).Host);
        Check(CrashFault.Lost, _sample.IsVersion(_deployments, answer), $"the service answers {answer}, which is not the newest version");
        await Until(async () => await Unexpected() is [], async () => string.Join('\n', await Unexpected()), CrashFault.LeftBehind);
    }

    // What is there beside one instance with one address, one route, and the releases.
    private async Task<IReadOnlyList<string>> Unexpected()
    {
        var data = _platform.Data;
        var (instances, running, routes, addresses) = (data.Instances, data.RunningInstances, await data.Routes(), data.Rows("addresses"));
        List<string> odd = [.. data.Jobs.Select(job => $"job {job}"), .. data.Builds.Select(build => $"build {build}")];
        if (instances.Count != 1 || !running.SequenceEqual(instances))
            odd.Add($"instances {string.Join(' ', instances)}, running {string.Join(' ', running)}");
        if (addresses.Count != 2 || instances.Count != 1 || !addresses.Contains($"local / i|{instances[0]}"))
            odd.Add($"addresses {string.Join(", ", addresses)}");
        if (routes.Count != 1 || routes.Values.Single() is not Route.Instance { Address: var address } || !addresses.Contains($"local / p|{address.Split(':')[1]}"))
            odd.Add($"routes {string.Join(", ", routes)}");
        if (data.Releases.Count != _deployments)
            odd.Add($"releases {string.Join(' ', data.Releases)}");
        odd.AddRange(Leftovers.Of(_platform.DataDirectory).Where(left => left.StartsWith("control group", StringComparison.Ordinal) && !instances.Any(id => left.EndsWith(id, StringComparison.Ordinal))));
        return odd;
    }

    private async Task EverythingGoes()
    {
        await _platform.Api.DeleteService(_service!.Id);
        await _platform.Api.DeleteProject(_project!.Id, _project.Name);
        await Idle();
        await _platform.Terminate();
        await Until(async () => await _platform.Data.Left() is [], async () => string.Join('\n', await _platform.Data.Left()), CrashFault.LeftBehind);
    }

    private Task Idle() => Until(() => Task.FromResult(_platform.Data.IsIdle), "the end of all operations", Patience);

    private static void Check(CrashFault fault, bool isRight, string otherwise)
    {
        if (!isRight)
            throw new CrashFailure(fault, otherwise);
    }

    private static async Task Until(Func<Task<bool>> isTrue, string what, TimeSpan patience)
    {
        for (var clock = Stopwatch.StartNew(); !await isTrue(); await Task.Delay(50))
        {
            if (clock.Elapsed > patience)
                throw new TimeoutException($"Not within {patience.TotalSeconds} s: {what}.");
        }
    }

    // Everything has ended, so what is seen now is what stays; the system may need a moment to take processes away.
    private static async Task Until(Func<Task<bool>> isTrue, Func<Task<string>> seen, CrashFault fault)
    {
        try
        {
            await Until(isTrue, "", AtRest);
        }
        catch (TimeoutException)
        {
            throw new CrashFailure(fault, await seen());
        }
    }
}
