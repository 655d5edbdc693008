using ClickDeploy.Orchestrations.Deployments;
using ClickDeploy.Orchestrations.Routes;
using ClickDeploy.SelfHost.Durable;
using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.Tests.Orchestrations.World;
using Microsoft.DurableTask;

namespace ClickDeploy.Tests.Upgrades;

/// <summary>
/// An orchestration that an earlier release began goes on under today's code: what was recorded is replayed, whole and cut at each step. A failure here is what
/// operators would see of running orchestrations after an upgrade; docs/upgrades.md has the rule and the way out.
/// </summary>
public sealed class HistoryReplayTests
{
    private static readonly DurableRegistry Today = SagaWorld.Functions();

    public static TheoryData<string> Files => [.. Names];

    private static IEnumerable<string> Names => Directory.EnumerateFiles(RecordedHistory.Folder, "*.json", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(RecordedHistory.Folder, file)).Order(StringComparer.Ordinal);

    [Theory, MemberData(nameof(Files))]
    public void History_ThatAReleaseRecorded_IsWhatTodaysCodeDecides(string file)
    {
        var history = RecordedHistory.Read(Path.Combine(RecordedHistory.Folder, file));

        Assert.StartsWith(history.Orchestrator + ".", Path.GetFileName(file), StringComparison.Ordinal);
        var difference = HistoryReplay.DifferenceAtAnyCut(Today, history);
        Assert.True(difference is null, $"{file}: {difference}");
    }

    [Fact]
    public void Orchestrators_HaveARecordedHistoryEach()
    {
        var recorded = Names.Select(file => Path.GetFileName(file).Split('.')[0]).ToHashSet();
        var missing = Today.Orchestrators.Select(orchestrator => orchestrator.Name).Where(name => !recorded.Contains(name)).ToList();

        Assert.True(missing.Count == 0, $"{string.Join(", ", missing)}: no history is recorded. Add a scenario of each to tests/upgrades/Scenarios.cs and record it: tests/upgrades/record.sh.");
    }

    [Fact]
    public void Change_OfTheOrder_IsFoundAndNamed()
    {
        var changed = With(nameof(RestoreProxy), async context =>
        {
            await context.CallActivityAsync(nameof(RestoreRoutes));
            await context.CallActivityAsync(nameof(LoadProxy));
            return null;
        });

        var difference = HistoryReplay.DifferenceAtAnyCut(changed, Recorded("RestoreProxy.01"));

        Assert.StartsWith("RestoreProxy differs at step ", difference, StringComparison.Ordinal);
        Assert.Contains("LoadProxy scheduled", difference, StringComparison.Ordinal);
        Assert.Contains("named 'LoadProxy', but the current orchestration replay instead scheduled an activity task named 'RestoreRoutes'", difference, StringComparison.Ordinal);
        Assert.EndsWith("docs/upgrades.md says how.", difference, StringComparison.Ordinal);
    }

    [Fact]
    public void Change_ThatAddsAStepBefore_IsFound() =>
        Assert.Contains("'Warm'", HistoryReplay.DifferenceAtAnyCut(With(nameof(DeployService), Before("Warm")), Recorded("DeployService.again")), StringComparison.Ordinal);

    [Fact]
    public void Change_ThatLeavesTheLastStepOut_IsFound()
    {
        var changed = With(nameof(RestoreProxy), async context =>
        {
            await context.CallActivityAsync(nameof(LoadProxy));
            return null;
        });

        Assert.Contains("'RestoreRoutes'", HistoryReplay.DifferenceAtAnyCut(changed, Recorded("RestoreProxy.01")), StringComparison.Ordinal);
    }

    [Fact]
    public void Change_OfTheInput_ThatCannotReadTheOldOne_IsFound()
    {
        var changed = With(nameof(DeployService), context => Task.FromResult<object?>(context.GetInput<DeployServiceInput[]>()));

        Assert.Contains("The body itself failed: System.Text.Json.JsonException: ", HistoryReplay.DifferenceAtAnyCut(changed, Recorded("DeployService.again")), StringComparison.Ordinal);
    }

    [Fact]
    public void Change_ThatAddsAStepAfterTheLast_IsAllowed()
    {
        var today = Today.Orchestrator(nameof(DeployService))!;
        var changed = With(nameof(DeployService), async context =>
        {
            var outcome = await today.Body(context);
            await context.CallActivityAsync("Tell");
            return outcome;
        });

        Assert.Null(HistoryReplay.DifferenceAtAnyCut(changed, Recorded("DeployService.again")));
    }

    [Fact]
    public void Change_WithAVersion_LeavesWhatWasStartedWithoutAlone()
    {
        var (today, old) = (Today.Orchestrator(nameof(DeployService))!, Recorded("DeployService.again"));
        var changed = With(nameof(DeployService), async context =>
        {
            if (context.CompareVersionTo("2") >= 0)
            {
                await context.CallActivityAsync("Warm");
            }

            return await today.Body(context);
        });
        var started = (ExecutionStarted)old.Steps[0].Received[0];
        var versioned = old with { Steps = [old.Steps[0] with { Received = [started with { Version = "2" }] }, .. old.Steps.Skip(1)] };

        Assert.Null(HistoryReplay.DifferenceAtAnyCut(changed, old));
        Assert.Contains("'Warm'", HistoryReplay.DifferenceAtAnyCut(changed, versioned), StringComparison.Ordinal);
    }

    [Fact]
    public void Orchestrator_ThatIsGone_IsFound() =>
        Assert.StartsWith("DeployService is no orchestrator any more", HistoryReplay.DifferenceAtAnyCut(new DurableRegistry(), Recorded("DeployService.again")), StringComparison.Ordinal);

    private static RecordedHistory Recorded(string name) =>
        RecordedHistory.Read(Directory.EnumerateFiles(RecordedHistory.Folder, name + ".json", SearchOption.AllDirectories).First());

    private static OrchestratorBody Before(string activity)
    {
        var today = Today.Orchestrator(nameof(DeployService))!;
        return async context =>
        {
            await context.CallActivityAsync(activity);
            return await today.Body(context);
        };
    }

    private static DurableRegistry With(string orchestrator, OrchestratorBody body)
    {
        var changed = new DurableRegistry();
        changed.Add(new OrchestratorFunction(orchestrator, body));
        return changed;
    }
}
