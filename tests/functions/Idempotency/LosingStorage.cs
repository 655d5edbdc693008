using System.Collections.Concurrent;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Tests.Shared.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Functions.Idempotency;

/// <summary>A store in memory that loses the answer to the n-th write of a request that asks for it by a header; the write has happened.</summary>
internal static class LosingStorage
{
    public const string Header = "X-Test-Lose";

    private static readonly AsyncLocal<Countdown?> Current = new();
    private static readonly ConcurrentDictionary<string, bool> Lost = new(StringComparer.Ordinal);

    /// <summary>What a request sends to lose the answer to its n-th write, counted from 0.</summary>
    public static string Value(Guid request, int write) => $"{request:N}:{write}";

    /// <summary>Whether the request came so far.</summary>
    public static bool HasLost(string value) => Lost.ContainsKey(value);

    public static Task<TestApp> Start() => TestApp.Start(
        replace: services => services.AddSingleton<IStorage>(provider => new LostAnswers(SqliteStorage.InMemory(provider.GetRequiredService<TimeProvider>()), Loses)),
        outside: builder => builder.Use(next => context => Watch(context, next)));

    private static Task Watch(FunctionContext context, Microsoft.Azure.Functions.Worker.Middleware.FunctionExecutionDelegate next)
    {
        Current.Value = context.GetHttpContext()?.Request.Headers[Header] is [{ } text] ? new(text) : null;
        return next(context);
    }

    // The engine's own tables stand for a platform that goes on.
    private static bool Loses(string call, string subject) =>
        call == "Commit" && !subject.StartsWith("clickdeploy", StringComparison.Ordinal) && Current.Value is { } countdown && countdown.IsNow();

    private sealed class Countdown(string value)
    {
        private int _left = int.Parse(value.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);

        public bool IsNow() => Interlocked.Decrement(ref _left) == -1 && Lost.TryAdd(value, true);
    }
}
