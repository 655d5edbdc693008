using System.Diagnostics;
using ClickDeploy.SelfHost.Telemetry;

namespace ClickDeploy.Tests.SelfHost.Telemetry;

public sealed class IncomingTracesTests
{
    private const string Named = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public void Caller_OnThisMachine_MayNameATrace() => Assert.Equal(Named, TakenBy(isLocal: true));

    [Fact]
    public void Caller_ThroughAProxy_BeginsItsOwn()
    {
        Assert.Null(TakenBy(isLocal: true, ("X-Forwarded-For", "192.0.2.7")));
        Assert.Null(TakenBy(isLocal: true, ("Forwarded", "for=192.0.2.7")));
    }

    [Fact]
    public void Caller_FromOutside_BeginsItsOwn() => Assert.Null(TakenBy(isLocal: false));

    private static string? TakenBy(bool isLocal, params (string Name, string Value)[] headers)
    {
        var all = headers.Append(("traceparent", Named)).ToDictionary(header => header.Item1, header => header.Item2, StringComparer.OrdinalIgnoreCase);
        new IncomingTraces(isLocal).ExtractTraceIdAndState(all, Get, out var trace, out _);
        return trace;

        static void Get(object? carrier, string name, out string? value, out IEnumerable<string>? values) =>
            (value, values) = (((Dictionary<string, string>)carrier!).GetValueOrDefault(name), null);
    }
}
