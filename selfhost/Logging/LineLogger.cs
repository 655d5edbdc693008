using System.Text;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.SelfHost.Logging;

internal delegate void WriteLine(ReadOnlySpan<byte> line);

/// <summary>As JSON (<see cref="JsonLine"/>), or <c>2026-01-31T12:00:00.000Z info  Category: message</c>; an exception follows on indented lines.</summary>
internal sealed class LineLogger(string category, TimeProvider time, LogFormat format, Func<IExternalScopeProvider> scopes, WriteLine write) : ILogger
{
    private readonly string _shortCategory = category[(category.LastIndexOf('.') + 1)..];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => scopes().Push(state);

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (format == LogFormat.Json)
        {
            write(JsonLine.Write(time.GetUtcNow(), logLevel, category, state, exception, formatter(state, exception), scopes()));
            return;
        }

        var line = new StringBuilder(256)
            .Append(time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"))
            .Append(' ').Append(Name(logLevel)).Append(' ').Append(_shortCategory).Append(": ");
        // A message is one line, whatever somebody put into it.
        line.Append(formatter(state, exception).ReplaceLineEndings("\\n")).Append('\n');
        if (exception is not null)
        {
            line.Append("    ").Append(exception.ToString().ReplaceLineEndings("\n    ")).Append('\n');
        }

        write(Encoding.UTF8.GetBytes(line.ToString()));
    }

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info ",
        LogLevel.Warning => "warn ",
        LogLevel.Error => "error",
        _ => "fatal",
    };
}
