using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.Tests.SelfHost.Durable.Vectors;

/// <summary>Keeps what is logged under the category <c>Vectors</c>.</summary>
internal sealed class VectorLog : ILoggerProvider
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => new Log(categoryName == "Vectors" ? Lines : null);

    public void Dispose()
    {
    }

    private sealed class Log(ConcurrentQueue<string>? lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => lines is not null;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => lines?.Enqueue(formatter(state, exception));
    }
}
