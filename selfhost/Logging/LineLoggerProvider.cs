using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.SelfHost.Logging;

internal sealed class LineLoggerProvider(TimeProvider time) : ILoggerProvider
{
    private readonly ConcurrentDictionary<string, LineLogger> _loggers = new();
    private readonly Lock _writing = new();
    private readonly Stream _output = Console.OpenStandardOutput();

    public ILogger CreateLogger(string categoryName) => _loggers.GetOrAdd(categoryName, category => new LineLogger(category, time, Write));

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
