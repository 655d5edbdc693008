using ClickDeploy.Ops;
using ClickDeploy.Tests.Platform;
using ClickDeploy.Tests.Shared.Clients.Caddy;
using ClickDeploy.Tests.Shared.Processes;

namespace ClickDeploy.Tests.Ops;

/// <summary>The real program against a real platform.</summary>
[Trait("Speed", "Slow")]
[Collection(nameof(RealPlatform))]
public sealed class OpsTests
{
    [Fact]
    public async Task Operator_ADay_DeploysAndLooks()
    {
        await using var platform = await PlatformProcess.Run(Settings.Fast);
        using var repository = SampleRepository.Echo();
        var project = await platform.Api.CreateProject("Shop");
        var service = await platform.Api.CreateService(project.Id, "web", repository.Url, SampleRepository.EchoCommand);
        Assert.Contains("Shop     web      ready", (await OpsRun.On(platform, "status")).Output, StringComparison.Ordinal);

        var deployed = await OpsRun.On(platform, "deploy", "Shop/web");
        Assert.True(deployed.Code == ExitCode.Done, deployed.Output + deployed.Errors);
        Assert.Contains("▸ build done", deployed.Output, StringComparison.Ordinal);
        Assert.StartsWith("Live: http://web", deployed.Lines[^1], StringComparison.Ordinal);
        Assert.Equal("1", await platform.Ask((await platform.Api.Service(service.Id)).Host));

        var status = await OpsRun.On(platform, "status", "--json");
        Assert.Equal("live", status.Json[0].GetProperty("projects")[0].GetProperty("services")[0].GetProperty("status").GetString());

        var logs = await Eventually.Is(() => OpsRun.On(platform, "logs", "web", "--tail", "5"), run => run.Code != ExitCode.Done || run.Lines.Count > 0, "Lines of the service");
        Assert.Matches(@"^\d\d:\d\d:\d\d\.\d{3} stdout +version 1 listens$", logs.Lines[0]);
        Assert.Equal("version 1 listens", (await OpsRun.On(platform, "logs", "web", "--all", "--json")).Json[0].GetProperty("message").GetString());

        repository.Push("server.js", "this is no JavaScript");
        var broken = await OpsRun.On(platform, "deploy", service.Id.ToString(), "--json");
        Assert.Equal(ExitCode.Failed, broken.Code);
        Assert.Equal("failed", broken.Json[^1].GetProperty("status").GetString());

        var over = await OpsRun.On(platform, "cancel", broken.Json[^1].GetProperty("id").GetString()!);
        Assert.Equal((ExitCode.Failed, "ops: The deployment is over: it is failed.\n"), (over.Code, over.Errors));
        var unknown = await OpsRun.On(platform, "deploy", "shop/api");
        Assert.Equal((ExitCode.Failed, "ops: There is no service 'shop/api'. There are: Shop/web.\n"), (unknown.Code, unknown.Errors));
        var stranger = await OpsRun.On(platform, "status", "--token", "nonsense");
        Assert.Equal(ExitCode.Failed, stranger.Code);
        Assert.Contains("--token", stranger.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ops_NobodyAnswers_SaysWhatToDo()
    {
        var run = await OpsRun.With([("CLICKDEPLOY_URL", $"http://127.0.0.1:{CaddyFixture.FreePort()}")], "status");

        Assert.Equal(ExitCode.NoAnswer, run.Code);
        Assert.Contains("./up starts the platform", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Script_RunsTheProgramThatWasBuilt()
    {
        var script = new System.Diagnostics.ProcessStartInfo(Path.Combine(RepositoryRoot.Path, "ops"), ["--help"]) { RedirectStandardOutput = true };
        script.Environment["OPS_DIR"] = Path.GetDirectoryName(OpsRun.Program);
        using var process = System.Diagnostics.Process.Start(script)!;

        var said = await process.StandardOutput.ReadToEndAsync();

        Assert.Equal(Help.Text(OpsProgram.Commands, OpsProgram.Everywhere), said.TrimEnd());
    }
}
