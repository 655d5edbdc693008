using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.SelfHost.Logging;

internal sealed class LineLoggerProvider(TimeProvider time, LogFormat format) : ILoggerProvider, ISupportExternalScope
{
    private readonly ConcurrentDictionary<string, LineLogger> _loggers = new();
    private readonly Lock _writing = new();
    private readonly Stream _output = Console.OpenStandardOutput();
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();

    public ILogger CreateLogger(string categoryName) => _loggers.GetOrAdd(categoryName, category => new LineLogger(category, time, format, () => _scopes, Write));

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    // Straight to the file, line by line: what was logged before a crash is there after it.
    private void Write(ReadOnlySpan<byte> line)
    {
        lock (_writing)
        {
            _output.Write(line);
        }
    }
}
