using ClickDeploy.Core;
using ClickDeploy.Targets;

namespace ClickDeploy.Logs;

/// <summary>How an instance's output is named in entries: <c>{instance}/stdout</c>.</summary>
public static class RuntimeSource
{
    private const string Stdout = "/stdout";
    private const string Stderr = "/stderr";

    public static string Name(OutputSource source) => source.Instance + (source.Stream == OutputStream.Stderr ? Stderr : Stdout);

    /// <summary>Null: the entry is not from an instance.</summary>
    public static (InstanceId Instance, OutputStream Stream)? Parse(string source)
    {
        var stream = source.EndsWith(Stderr, StringComparison.Ordinal) ? OutputStream.Stderr : OutputStream.Stdout;
        return source.Length > Stdout.Length && Guid.TryParseExact(source.AsSpan(0, source.Length - Stdout.Length), "D", out var id) ? (new(id), stream) : null;
    }
}
