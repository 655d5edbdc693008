using ClickDeploy.Ops;
using ClickDeploy.Tests.Platform;
using ClickDeploy.Tests.Shared.Clients.Caddy;
using ClickDeploy.Tests.Shared.Processes;

namespace ClickDeploy.Tests.Ops;

/// <summary>The real program against a real platform.</summary>
[Trait("Speed", "Slow")]
[Collection(nameof(RealPlatform)), Trait("Lane", "two")]
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

        Assert.Matches("(?m)^Shop +web +live +http://web.* The last deployment failed: ", (await OpsRun.On(platform, "status")).Output);

        var over = await OpsRun.On(platform, "cancel", broken.Json[^1].GetProperty("id").GetString()!);
        Assert.Equal((ExitCode.Failed, "ops: The deployment is over: it is failed.\n"), (over.Code, over.Errors));
        var retried = await Eventually.Is(() => OpsRun.On(platform, "retry", broken.Json[^1].GetProperty("id").GetString()!), run => run.Code == ExitCode.Done, "The deployment once more");
        Assert.StartsWith("It begins again as ", retried.Lines[0], StringComparison.Ordinal);
        var listed = (await OpsRun.On(platform, "operations", "--json")).Json[^1];
        var tokyo = await OpsRun.With([("CLICKDEPLOY_URL", platform.Url.ToString()), ("TZ", "Asia/Tokyo")], "operations", "--limit", "50");
        Assert.Contains(tokyo.Lines, line => line.Contains($"{listed.GetProperty("started_at").GetDateTimeOffset().ToOffset(TimeSpan.FromHours(9)):yyyy-MM-dd HH:mm:ss}", StringComparison.Ordinal));
        Assert.Equal(ExitCode.Usage, (await OpsRun.On(platform, "operations", "--state", "nonsense")).Code);
        var unknown = await OpsRun.On(platform, "deploy", "shop/api");
        Assert.Equal((ExitCode.Failed, "ops: There is no service 'shop/api'. There are: Shop/web.\n"), (unknown.Code, unknown.Errors));
        var stranger = await OpsRun.On(platform, "status", "--token", "nonsense");
        Assert.Equal(ExitCode.Failed, stranger.Code);
        Assert.Contains("--token", stranger.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Operations_AreListed_ShownStepByStepAndCancelled()
    {
        await using var platform = await PlatformProcess.Run(Settings.Fast);
        using var repository = SampleRepository.Echo();
        var project = await platform.Api.CreateProject("Shop");
        var service = await platform.Api.CreateService(project.Id, "web", repository.Url, SampleRepository.EchoCommand);
        var live = (await platform.Api.DeployLive(service.Id)).Id.ToString();

        var listed = await Eventually.Is(() => OpsRun.On(platform, "operations"), run => run.Code != ExitCode.Done || run.Output.Contains(" live ", StringComparison.Ordinal), "The deployment among the operations");
        Assert.Matches($@"^{live} +deploy +live +\d{{4}}-\d\d-\d\d \d\d:\d\d:\d\d +\d+\.\d s +Shop/web$", listed.Lines[1].TrimEnd());
        Assert.Empty((await OpsRun.On(platform, "operations", "--state", "failed", "--json")).Lines);
        var shown = await OpsRun.On(platform, "operation", live);
        Assert.Equal("deploy of Shop/web is live", shown.Lines[0]);
        Assert.Matches(@"(?m)^✓ Switch traffic +done +(< )?\d+\.\d s +█", shown.Output);
        var stepped = await OpsRun.On(platform, "operation", live, "--step", "2");
        Assert.Matches(@"(?m)^2 of \d+, .*: Add deployment was done after ", stepped.Output);
        Assert.Matches(@"(?m)^· Switch traffic +not begun$", stepped.Output);
        var full = await OpsRun.On(platform, "operation", live, "--full");
        Assert.Contains("      input {", full.Output, StringComparison.Ordinal);
        Assert.Contains("\ninput of the operation {", full.Output, StringComparison.Ordinal);
        Assert.StartsWith("ops: --step is '0': give a number from 1 to ", (await OpsRun.On(platform, "operation", live, "--step", "0")).Errors, StringComparison.Ordinal);
        Assert.Equal("AddDeployment", (await OpsRun.On(platform, "operation", live, "--json")).Json[0].GetProperty("steps")[0].GetProperty("name").GetString());

        await platform.Api.Command(service.Id, "restart");
        var restart = await Eventually.Is(() => OpsRun.On(platform, "operations", "--json"), run => run.Code != ExitCode.Done || run.Json[0].GetProperty("kind").GetString() == "restart", "The restart among the operations");
        var refused = await OpsRun.On(platform, "cancel", restart.Json[0].GetProperty("id").GetString()!);
        Assert.Equal(ExitCode.Failed, refused.Code);
        // It may be over before it is asked for.
        Assert.Matches("^ops: (Only a deployment can be cancelled, and this operation is a restart\\.|The operation is over)", refused.Errors);
        Assert.StartsWith("ops: There is no such operation.", (await OpsRun.On(platform, "cancel", "nothing")).Errors, StringComparison.Ordinal);
        Assert.StartsWith("ops: There is no such operation.", (await OpsRun.On(platform, "operation", "nothing")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ops_NobodyAnswers_SaysWhatToDo()
    {
        var run = await OpsRun.With([("CLICKDEPLOY_URL", $"http://127.0.0.1:{PortRange.Free()}")], "status");

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
