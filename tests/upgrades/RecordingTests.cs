using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Tests.Orchestrations.World;
using ClickDeploy.Tests.Platform;

namespace ClickDeploy.Tests.Upgrades;

/// <summary>
/// Each scenario, and each data folder of an earlier release: what is recorded is replayed, at each cut. With <c>RECORD_HISTORIES=release</c> (tests/upgrades/record.sh)
/// the histories become the files that <see cref="HistoryReplayTests"/> holds later code to.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class RecordingTests(SampleSource source) : IClassFixture<SampleSource>
{
    public static TheoryData<string> Names => [.. Scenarios.All.Select(scenario => scenario.Name)];

    [Theory, MemberData(nameof(Names))]
    public async Task Scenario_WhatItRecords_IsReplayed(string name)
    {
        var scenario = Scenarios.All.Single(scenario => scenario.Name == name);
        await using var world = new SagaWorld(scenario.Source ?? source.Url, scenario.Port, Settings);

        var id = scenario.Play(world);

        var histories = world.Histories();
        var recorded = histories.Single(history => history.Instance == id);
        Assert.Equal(scenario.Orchestrator, recorded.Orchestrator);
        Assert.All(histories, history => Assert.Null(HistoryReplay.DifferenceAtAnyCut(SagaWorld.Functions(), history)));
        Keep(recorded, name);
    }

    public static TheoryData<string> Folders =>
        [.. Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "tests", "upgrades"), "*.tar.gz").Select(file => Path.GetFileName(file)[..^".tar.gz".Length]).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Folders))]
    public async Task DataFolder_WhatItsReleaseRecorded_IsReplayed(string release)
    {
        var folder = Directory.CreateTempSubdirectory("data-folder-").FullName;
        try
        {
            await UpgradeTests.Restore(release, folder);
            await using var storage = SqliteStorage.Open(Path.Combine(folder, "clickdeploy.db"), TimeProvider.System);

            var histories = await RecordedHistory.All(storage, TimeProvider.System);

            Assert.Contains(histories, history => history.Orchestrator == "DeployService");
            Assert.All(histories, history => Assert.Null(HistoryReplay.DifferenceAtAnyCut(SagaWorld.Functions(), history)));
            foreach (var (history, n) in histories.Select((history, n) => (history, n)).Where(_ => Recorded == release))
            {
                Keep(history, $"{history.Orchestrator}.{n + 1:D2}");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // So that there is something to reseal.
    private static readonly Dictionary<string, string?> Settings = new() { ["ENCRYPTION_KEY"] = new('b', 64), ["ENCRYPTION_KEY_PREVIOUS"] = new('a', 64) };

    private static string? Recorded => Environment.GetEnvironmentVariable("RECORD_HISTORIES") is { Length: > 0 } release ? release : null;

    private static void Keep(RecordedHistory history, string name)
    {
        if (Recorded is { } release)
        {
            history.Write(Path.Combine(RecordedHistory.Folder, release, name + ".json"));
        }
    }
}
