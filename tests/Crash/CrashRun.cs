using System.Diagnostics;
using System.Globalization;
using System.Net;
using ClickDeploy.Tests.Platform;
using ClickDeploy.Tests.Shared.Storage.Azure;

namespace ClickDeploy.Tests.Crash;

/// <summary>One operation that the platform's death interrupts; what must be true when it has been started again, say <see cref="CrashChecks"/>.</summary>
internal sealed class CrashRun : IAsyncDisposable
{
    private readonly PlatformProcess _platform;
    private readonly CrashSample _sample;
    private readonly CrashScene _scene;
    private readonly CrashChecks _checks;
    private readonly AzuriteFixture? _azurite;
    private ProjectAnswer? _project;
    private ServiceAnswer? _service;
    private string _dead = "";

    private CrashRun(PlatformProcess platform, CrashSample sample, CrashScene scene, AzuriteFixture? azurite)
    {
        (_platform, _sample, _scene, _azurite) = (platform, sample, scene, azurite);
        _checks = new CrashChecks(platform, sample);
    }

    /// <summary>What the platform said when it killed itself, or what happened instead.</summary>
    public string Death { get; private set; } = "not killed";

    /// <summary>What the platform wrote.</summary>
    public string Output => _platform.Output;

    // Operations before the one that the run is about.
    private int Before => _scene switch
    {
        CrashScene.First => 0,
        CrashScene.Start or CrashScene.Rollback => 2,
        _ => 1,
    };

    private Api Api => _platform.Api;

    /// <param name="npmCache">For the Node sample: a folder that all runs share.</param>
    /// <param name="onAzurite">Rows and blobs are in an Azurite of its own, which outlives the platform.</param>
    public static async Task<CrashRun> Prepare(CrashScene scene, string? npmCache, bool onAzurite)
    {
        var settings = new Dictionary<string, string>(Settings.Fast);
        var azurite = onAzurite ? new AzuriteFixture() : null;
        if (azurite is not null)
        {
            await azurite.InitializeAsync();
            settings["AzureWebJobsStorage"] = azurite.ConnectionString;
        }

        var platform = await PlatformProcess.Prepare(settings);
        if (npmCache is not null)
        {
            Directory.CreateDirectory(Path.Combine(platform.DataDirectory, "cache"));
            Directory.CreateSymbolicLink(Path.Combine(platform.DataDirectory, "cache", "npm"), npmCache);
        }

        return new CrashRun(platform, CrashSample.Make(node: npmCache is not null), scene, azurite);
    }

    /// <summary>Without a crash: how many borders the scene has, and how long it takes.</summary>
    public async Task<(int Borders, int Milliseconds)> Measure()
    {
        await Begin(border: 0);
        var clock = Stopwatch.StartNew();
        await Operate(_service!.Id, () => { });
        await _checks.Idle();
        var took = (int)clock.ElapsedMilliseconds;
        await _platform.Terminate();
        return (int.Parse(await File.ReadAllTextAsync(Path.Combine(_platform.DataDirectory, "run", "borders")), CultureInfo.InvariantCulture), took);
    }

    /// <exception cref="CrashFailure">Something is not as it must be.</exception>
    public async Task Run(CrashCase when)
    {
        try
        {
            await Begin(when.Border);
            var accepted = await OperateUntilItDies(when);
            if (_scene is CrashScene.Second or CrashScene.Cancel or CrashScene.Restart or CrashScene.Rollback)
                await _checks.ServesWhileDead();
            await _platform.Start();
            if (_scene != CrashScene.Died)
                await _checks.Idle();
            await (_scene switch
            {
                CrashScene.Delete => _checks.IsDeleted(_service!.Id, accepted),
                CrashScene.Cancel => _checks.IsCancelledOrLive(_service!.Id, accepted),
                CrashScene.Died => _checks.IsReplaced(_service!.Id, _dead),
                CrashScene.Stop => _checks.IsStopped(_service!.Id, accepted),
                CrashScene.Start => _checks.IsStarted(_service!.Id, accepted),
                CrashScene.Restart => _checks.Serves(_service!.Id, version: 1, releases: 1),
                CrashScene.Rollback => _checks.IsRolledBack(_service!.Id, accepted),
                _ => _checks.IsLive(_service!.Id, Before + 1, accepted),
            });
            await DeleteAll();
            await _checks.NothingIsLeft();
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

    public async ValueTask DisposeAsync()
    {
        await _platform.DisposeAsync();
        _sample.Dispose();
        if (_azurite is not null)
            await _azurite.DisposeAsync();
    }

    // A service as it is before the operation that the run is about.
    private async Task Begin(int? border)
    {
        await _platform.Start(border is null ? [] : [new("CRASH_AT", $"{Before + 1}:{border}")]);
        _project = await Api.CreateProject("crash");
        _service = await Api.CreateService(_project.Id, "web", _sample.Url, _sample.StartCommand);
        await Api.SetVariable(_service.Id, "STAGE", _sample.Stage);
        if (Before > 0)
        {
            await Api.DeployLive(_service.Id);
            await _checks.Idle();
            _sample.Push();
            await Api.SetVariable(_service.Id, "STAGE", _sample.Stage);
        }

        if (_scene == CrashScene.Start)
        {
            await Api.Command(_service.Id, "stop");
            await _checks.Idle();
        }
        else if (_scene == CrashScene.Rollback)
        {
            await Api.DeployLive(_service.Id);
            await _checks.Idle();
        }
    }

    private async Task Operate(Guid service, Action accepted)
    {
        if (_scene == CrashScene.Delete)
        {
            await Api.BeginDeletion(service);
            accepted();
            return;
        }

        if (_scene is CrashScene.Stop or CrashScene.Start or CrashScene.Restart)
        {
            await Api.Command(service, _scene.ToString().ToLowerInvariant());
            accepted();
            return;
        }

        if (_scene == CrashScene.Died)
        {
            _dead = _platform.Data.RunningInstances.Single();
            _platform.Data.KillInstance(_dead);
            await CrashChecks.Until(() => Task.FromResult(!_platform.IsRunning || (_platform.Data.RunningInstances is [var running] && running != _dead)), "another instance, or the end of the platform");
            return;
        }

        if (_scene == CrashScene.Rollback)
        {
            await Api.Rollback(service, (await Api.Deployments(service))[^1].Id);
            accepted();
            return;
        }

        var deployment = await Api.Deploy(service);
        accepted();
        if (_scene == CrashScene.Cancel)
            await Api.Cancel(deployment.Id);
    }

    // Answers whether the request got its answer.
    private async Task<bool> OperateUntilItDies(CrashCase when)
    {
        var accepted = false;
        try
        {
            var operation = Operate(_service!.Id, () => accepted = true);
            if (when.Milliseconds is { } later)
            {
                // A random moment is what is asked for: there is no condition to wait for.
                await Task.Delay(later);
                Death = $"killed after {later} ms";
                await _platform.Kill();
            }

            await operation;
            await CrashChecks.Until(async () => !_platform.IsRunning || await _platform.Data.IsIdle(), "the end of the platform or of the operation");
        }
        catch (HttpRequestException)
        {
            // It died with a request in its hands.
            await _platform.Ended();
        }
        catch (ApiException late) when (late.Status == HttpStatusCode.Conflict && _scene == CrashScene.Cancel)
        {
            // Live before it could be cancelled.
        }

        Death = _platform.Output.Split('\n').LastOrDefault(line => line.Contains("killed by CRASH_AT", StringComparison.Ordinal)) ?? Death;
        await _platform.Kill();
        return accepted;
    }

    private async Task DeleteAll()
    {
        if (_scene != CrashScene.Delete)
            await Api.DeleteService(_service!.Id);
        await Api.DeleteProject(_project!.Id, _project.Name);
        await _checks.Idle();
        await _platform.Terminate();
    }
}
