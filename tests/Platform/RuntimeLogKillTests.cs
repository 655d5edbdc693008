namespace ClickDeploy.Tests.Platform;

/// <summary>The platform dies while a service writes: its log has every line once and in order.</summary>
[Trait("Speed", "Slow")]
[Collection(nameof(RealPlatform)), Trait("Lane", "one")]
public sealed class RuntimeLogKillTests
{
    private const int Lines = 1_200;

    [Fact]
    public async Task Kill_WhileAServiceWrites_LosesAndRepeatsNoLine()
    {
        await using var platform = await PlatformProcess.Run(new Dictionary<string, string>(Settings.Fast) { ["WORKER_UP_SECONDS"] = "0" });
        using var repository = SampleRepository.Echo();
        var project = await platform.Api.CreateProject("talk");
        var service = await platform.Api.CreateService(project.Id, "talker", repository.Url, $"for n in $(seq 1 {Lines}); do echo $n; echo $n >&2; sleep 0.005; done; exec sleep 300", port: null);
        await platform.Api.DeployLive(service.Id);

        foreach (var seen in (int[])[200, 500, 800])
        {
            await Shared.Processes.Eventually.Is(() => platform.Api.RuntimeLines(service.Id), lines => lines.Count >= seen, $"\"{seen} lines are there\"");
            await platform.Kill();
            await platform.Start();
        }

        var all = await Shared.Processes.Eventually.Is(() => platform.Api.RuntimeLines(service.Id), lines => lines.Count >= 2 * Lines, "\"All lines are there\"");
        Assert.Equal(Enumerable.Range(1, 2 * Lines), all.Select(line => (int)line.Seq));
        foreach (var stream in (string[])["stdout", "stderr"])
        {
            Assert.Equal(Enumerable.Range(1, Lines).Select(number => $"{number}"), all.Where(line => line.Stream == stream).Select(line => line.Message));
        }
    }
}
