using System.Text;
using ClickDeploy.SelfHost.Logging;
using ClickDeploy.Tests.SelfHost.Timers;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.Tests.SelfHost.Logging;

public sealed class LineLoggerTests
{
    private readonly List<string> _written = [];

    [Fact]
    public void Message_IsOneLine()
    {
        Logger().LogInformation("Deployment {Id} is live", "d1");
        Assert.Equal("2026-03-01T10:00:00.000Z info  Reconciler: Deployment d1 is live\n", Assert.Single(_written));
    }

    [Fact]
    public void Message_WithLineBreaksFromOutside_StaysOneLine()
    {
        Logger().LogWarning("Branch {Branch}", "main\n2026-03-01T10:00:00.000Z info  Forged: yes\r\n");
        Assert.Equal(1, Assert.Single(_written).Count(character => character == '\n'));
    }

    [Fact]
    public void Exception_FollowsIndented()
    {
        Logger().LogError(new InvalidOperationException("one\ntwo"), "Failed");
        var lines = Assert.Single(_written).TrimEnd('\n').Split('\n');
        Assert.Equal("2026-03-01T10:00:00.000Z error Reconciler: Failed", lines[0]);
        Assert.All(lines[1..], line => Assert.StartsWith("    ", line));
    }

    private LineLogger Logger() => new(
        "ClickDeploy.Functions.Operations.Reconciler",
        new ManualTime(new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero)),
        LogFormat.Text,
        () => new LoggerExternalScopeProvider(),
        line => _written.Add(Encoding.UTF8.GetString(line)));
}
