using System.Text.Json;
using ClickDeploy.Ops.History;

namespace ClickDeploy.Tests.Ops;

public sealed class TimelineTests
{
    // Of the clock here, wherever that is: it is what is shown.
    private static readonly DateTimeOffset Noon = new(new DateTime(2026, 11, 21, 12, 0, 0, DateTimeKind.Local));

    // A deployment that failed at its build, on the second attempt of reserving its host, and was undone.
    private static readonly object[] Failed =
    [
        new { kind = "activity", name = "ReserveHost", status = "failed", attempt = 1, error = "the disk is away", started_at = At(0), finished_at = At(1) },
        new { kind = "timer", name = "wait", status = "completed", started_at = At(1), finished_at = At(2), until = At(2) },
        new { kind = "activity", name = "ReserveHost", status = "completed", attempt = 2, started_at = At(2), finished_at = At(3), input = new { Host = "web1" } },
        new { kind = "activity", name = "RunJob", detail = "build", status = "completed", attempt = 1, started_at = At(3), finished_at = At(8), output = new { Running = false, Failure = new { Message = "exit code 2" } } },
        new { kind = "activity", name = "RemoveBuild", status = "completed", attempt = 1, undo = true, started_at = At(8), finished_at = At(9) },
        new { kind = "child", name = "DeleteService", status = "running", attempt = 1, operation = "delete-1", started_at = At(9) },
    ];

    [Fact]
    public void Lines_FoldAttempts_MarkUndosAndTellWhatFailed()
    {
        var lines = Lines(100);

        Assert.Equal(["✓ Reserve host", "✗ Build", "    exit code 2", "↶ Undo: remove build", "▸ Delete service", "    its own steps: ./ops operation delete-1"], lines.Select(Before));
        Assert.Matches(@"done, 2 attempts +3\.0 s ▒+░+█+$", lines[0]);
        Assert.Matches(@"failed +5\.0 s +▒+$", lines[1]);
        Assert.Matches(@"undone +1\.0 s +▓+$", lines[3]);

        // Cut before its first double space: the label.
        static string Before(string line) => line.StartsWith("    ", StringComparison.Ordinal) ? line : System.Text.RegularExpressions.Regex.Split(line, " (?= |done|failed|undone|running)")[0].TrimEnd();
    }

    [Theory]
    [InlineData(30)]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(200)]
    public void Rows_FitTheTerminal(int width)
    {
        var rows = Lines(width).Where(line => !line.StartsWith("    ", StringComparison.Ordinal)).ToList();

        Assert.Equal(4, rows.Count);
        Assert.All(rows, line => Assert.InRange(line.Length, 1, int.Max(width, 46)));
        Assert.Equal(width >= 80, rows.Any(line => line.Contains('█')));
    }

    [Fact]
    public void Lines_Full_TellEveryAttemptWithItsInputAndOutput()
    {
        var lines = Lines(100, full: true);

        Assert.Contains("    attempt 1, failed, 12:00:00.000 to 12:00:01.000, 1.0 s, ReserveHost", lines);
        Assert.Contains("    the disk is away", lines);
        Assert.Contains("      input {\"Host\":\"web1\"}", lines);
    }

    [Fact]
    public void Step_ShowsTheHistoryAsItWasKnownThen()
    {
        var timeline = Of(100);
        Assert.Equal(11, timeline.Points.Count);

        // The first attempt has failed; nothing after it is known.
        var lines = timeline.Lines(1).Select(told => told.Text).ToList();
        Assert.StartsWith("✗ Reserve host", lines[0], StringComparison.Ordinal);
        Assert.Equal("    the disk is away", lines[1]);
        Assert.All(lines.Skip(2), line => Assert.Contains("not begun", line, StringComparison.Ordinal));
        Assert.Equal(
            ["2 of 11, 12:00:01.000: Reserve host failed after 1.0 s", "  the disk is away", "  so far 1 done; under way: nothing", "  it had said nothing"],
            timeline.Happened(1).Select(told => told.Text));
        Assert.Equal(
            ["3 of 11, 12:00:01.000: waits until 12:00:02", "  so far 1 done; under way: waits until 12:00:02", "  it had said nothing"],
            timeline.Happened(2).Select(told => told.Text));
    }

    [Fact]
    public void Step_TellsWhatItSaidOfItselfByThen() =>
        Assert.Equal("  it says Waits for the disk", Of(100).Happened(3).Last().Text);

    [Fact]
    public void Wait_ThatGoesOn_SaysUntilWhen()
    {
        object[] steps = [new { kind = "activity", name = "CheckHealth", status = "completed", started_at = At(0), finished_at = At(1) }, new { kind = "timer", name = "wait", status = "waiting", started_at = At(1), until = At(30) }];

        Assert.Contains(Of(100, steps: steps).Lines(), line => line.Text.Contains("waits until 12:00:30", StringComparison.Ordinal));
    }

    [Fact]
    public void Step_ThatWasTerminatedWithItsOperation_StandsStill()
    {
        var steps = new[] { new { kind = "activity", name = "RunJob", detail = "build", status = "terminated", started_at = At(1), finished_at = At(6) } };
        var operation = JsonSerializer.SerializeToElement(new { status = "terminated", started_at = At(0), finished_at = (string?)null, steps });
        var past = OperationPast.Of(operation, Noon.AddHours(3));
        var timeline = new Timeline(past, new Dictionary<string, OperationPast>(), Noon.AddHours(3), 100, full: false);

        Assert.Equal(Noon.AddSeconds(6), past.FinishedAt);
        Assert.Matches(@"^■ Build terminated +5\.0 s +▒{30,}$", Assert.Single(timeline.Lines()).Text);
        Assert.EndsWith("Build was terminated after 5.0 s", timeline.Happened(1).First().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_ThatACancellationStopped_HasNotFailed()
    {
        var steps = new[] { new { kind = "activity", name = "RunJob", detail = "build", status = "completed", started_at = At(1), finished_at = At(6), output = new { Running = false, Failure = new { Code = "build_killed", Message = "It was stopped." } } } };
        IReadOnlyList<string> Shown(string status) =>
            [.. new Timeline(OperationPast.Of(JsonSerializer.SerializeToElement(new { status, started_at = At(0), finished_at = At(7), steps }), Noon), new Dictionary<string, OperationPast>(), Noon, 100, full: false).Lines().Select(told => told.Text)];

        Assert.Matches(@"^■ Build cancelled +5\.0 s ", Assert.Single(Shown("cancelled")));
        Assert.Equal("    It was stopped.", Shown("failed")[1]);
    }

    [Fact]
    public void Rows_OfALongName_KeepTheirBars_AndAnErrorItsLines()
    {
        object[] steps = [new { kind = "activity", name = new string('N', 90), status = "failed", started_at = At(0), finished_at = At(2), error = "first\n  second\r\n" }];
        var lines = Of(100, steps: steps).Lines().Select(told => told.Text).ToList();

        Assert.Matches(@"^✗ Nn+… failed +2\.0 s ▒+$", lines[0]);
        Assert.Equal(["    first", "    second"], lines[1..]);
    }

    [Fact]
    public void Job_ThatIsLookedAtWhileItGoesOn_IsDoneOnce()
    {
        object Look(int from, bool goesOn) => new { kind = "activity", name = "RunJob", detail = "build", status = "completed", attempt = 1, started_at = At(from), finished_at = At(from + 1), output = new { Running = goesOn, Failure = (object?)null } };
        var timeline = Of(100, steps: [Look(0, true), Look(1, true), Look(2, false)]);

        Assert.Matches(@"^✓ Build done +3\.0 s", Assert.Single(timeline.Lines()).Text);
        Assert.StartsWith("2 of 6, 12:00:01.000: Build went on after 1.0 s", timeline.Happened(1).First().Text, StringComparison.Ordinal);
        Assert.Equal("< 0.1 s", Timeline.Duration(TimeSpan.FromMilliseconds(49)));
    }

    [Fact]
    public void Checks_ThatNeverFoundItHealthy_HaveFailed()
    {
        object Check(int from) => new { kind = "activity", name = "CheckHealth", status = "completed", attempt = 1, started_at = At(from), finished_at = At(from + 1), output = new { Healthy = false, Failure = (object?)null, Seen = "Nothing listens." } };

        var lines = Of(100, steps: [Check(0), Check(2), new { kind = "activity", name = "KeepEvidence", status = "completed", attempt = 1, started_at = At(3), finished_at = At(4) }]).Lines().Select(told => told.Text).ToList();
        Assert.StartsWith("✗ Check health  failed, 2 times", lines[0], StringComparison.Ordinal);
        Assert.Equal("    Nothing listens.", lines[1]);
        Assert.StartsWith("✓ Check health done, 2 times", Of(100, steps: [Check(0), Check(2)]).Lines().First().Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Children_OfOneName_HaveARowEach_AndThoseThatFailedTheirSteps()
    {
        object[] steps =
        [
            new { kind = "child", name = "DeleteService", status = "completed", attempt = 1, operation = "delete-1", started_at = At(0), finished_at = At(4) },
            new { kind = "child", name = "DeleteService", status = "failed", attempt = 1, operation = "delete-2", started_at = At(0), finished_at = At(6), error = "the disk is away" },
        ];
        var children = new[] { "delete-1", "delete-2" }.ToDictionary(id => id, id => Past(new { kind = "activity", name = id == "delete-1" ? "RemoveServing" : "RemoveRelease", status = "completed", attempt = 1, started_at = At(1), finished_at = At(3) }));

        var lines = Of(100, steps: steps, children: children).Lines().Select(told => told.Text).ToList();
        Assert.Equal(
            ["✓ Delete service", "    its own steps: ./ops operation delete-1", "✗ Delete service", "    the disk is away", "    its own steps: ./ops operation delete-2", "  ✓ Remove release"],
            lines.Select(line => System.Text.RegularExpressions.Regex.Replace(line, " +(done|failed) .*$", "")));
        // In the time of what it belongs to: from a sixth to the half.
        Assert.Matches(@"2\.0 s +█+$", lines[^1]);

        // All of them where all is asked for; at a point, as they were known then.
        Assert.Equal(2, Of(100, full: true, steps, children).Lines().Count(line => line.Text.StartsWith("  ✓ Remove ", StringComparison.Ordinal)));
        Assert.Equal(2, Of(100, full: true, steps, children).Lines(1).Count(line => line.Text.StartsWith("  · Remove ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Waits for a release", "Waits for a release")]
    [InlineData("Another deployment runs", "Wait: another deployment runs")]
    public void Wait_IsNamedByWhatItIsFor(string said, string label)
    {
        var past = Past(new { kind = "timer", name = "wait", status = "waiting", started_at = At(1), until = At(30) }) with { Said = [new(Noon, JsonSerializer.SerializeToElement(said))] };

        var line = Assert.Single(new Timeline(past, new Dictionary<string, OperationPast>(), Noon.AddSeconds(10), 100, full: false).Lines());

        Assert.StartsWith($"… {label} ", line.Text, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Lines(int width, bool full = false) => [.. Of(width, full).Lines().Select(told => told.Text)];

    private static Timeline Of(int width, bool full = false, object[]? steps = null, IReadOnlyDictionary<string, OperationPast>? children = null) =>
        new(Past(steps ?? Failed) with { Said = [new(Noon.AddSeconds(2), JsonSerializer.SerializeToElement("Waits for the disk"))] }, children ?? new Dictionary<string, OperationPast>(), Noon.AddSeconds(10), width, full);

    private static OperationPast Past(params object[] steps) => OperationPast.Of(JsonSerializer.SerializeToElement(new { started_at = At(0), steps }), Noon);

    private static string At(int second) => Noon.AddSeconds(second).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
