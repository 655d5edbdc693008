namespace ClickDeploy.Tests.SelfHost.Telemetry;

/// <summary>A span as it was received. <paramref name="Kind"/>: 1 internal, 2 server, 3 client, 4 producer, 5 consumer.</summary>
internal sealed record OtlpSpan(string Trace, string Id, string Parent, string Name, int Kind, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<string> Links)
{
    public static OtlpSpan Of(ProtoMessage span) => new(
        span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), (int)span.Number(6), AttributesOf(span, 9), [.. span.Messages(13).Select(link => link.Hex(2))]);

    public static IReadOnlyDictionary<string, string> AttributesOf(ProtoMessage message, int number) =>
        message.Messages(number).ToDictionary(pair => pair.Text(1), pair => ValueOf(pair.Messages(2).Single()));

    private static string ValueOf(ProtoMessage value) => value.Text(1) is { Length: > 0 } text ? text : $"{value.Number(3)}";
}
