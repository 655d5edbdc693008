using System.Collections.Concurrent;
using System.Text.Json;
using ClickDeploy.Functions.Operations;
using ClickDeploy.Tests.SelfHost.Timers;
using ClickDeploy.Tests.Shared.Processes;

namespace ClickDeploy.Tests.Functions.Operations;

public sealed class CurrentStepsTests
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
    private readonly ManualTime _time = new(Begin);
    private readonly ConcurrentQueue<string> _read = [];

    [Fact]
    public async Task Of_Many_ReadsFewAtOnce()
    {
        var open = new ConcurrentQueue<TaskCompletionSource>();
        var (now, most, left) = (0, 0, 20);
        var asked = new CurrentSteps(_time).Of(Operations(left), async (id, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            open.Enqueue(end);
            await end.Task;
            Interlocked.Decrement(ref now);
            return At(id);
        }, CancellationToken.None);
        while (left > 0)
        {
            // As many as may be at once, before any of them ends.
            await Eventually.Is(() => Task.FromResult(open.Count), count => count == Math.Min(left, CurrentSteps.AtOnce), "The histories that are read");
            for (; open.TryDequeue(out var end); left--)
            {
                end.SetResult();
            }
        }

        Assert.All(await asked, step => Assert.Equal(step.Key, step.Value?.Name));
        Assert.Equal(CurrentSteps.AtOnce, most);
    }

    [Fact]
    public async Task Of_WhatHasNotMovedOn_IsNotReadAgain()
    {
        var steps = new CurrentSteps(_time);

        await steps.Of([("a", Begin), ("b", Begin)], Read, CancellationToken.None);
        var again = await steps.Of([("a", Begin), ("b", Begin.AddTicks(1))], Read, CancellationToken.None);

        Assert.Equal(["a", "b", "b"], _read);
        Assert.Equal(("a", "b"), (again["a"]?.Name, again["b"]?.Name));
    }

    [Fact]
    public async Task Of_OneThatCannotBeRead_LeavesItOut_AndAsksAgain()
    {
        var steps = new CurrentSteps(_time);
        Exception[] failures = [new HttpRequestException("503"), new TaskCanceledException("Its time-out."), new JsonException("Half an answer.")];
        foreach (var failure in failures)
        {
            var at = await steps.Of([("a", Begin), ("b", Begin)], (id, cancellation) => id == "b" ? throw failure : Read(id, cancellation), CancellationToken.None);
            Assert.Equal(("a", null), (at["a"]?.Name, at["b"]));
        }

        Assert.Equal("b", (await steps.Of([("b", Begin)], Read, CancellationToken.None))["b"]?.Name);
    }

    [Fact]
    public async Task Of_SlowOnes_WaitsSoLongForAllOfThem()
    {
        var steps = new CurrentSteps(_time);
        var asked = steps.Of([("a", Begin), .. Operations(9)], async (id, cancellation) =>
        {
            await (id == "a" ? Task.CompletedTask : Task.Delay(Timeout.Infinite, cancellation));
            return At(id);
        }, CancellationToken.None);
        _time.Step(Begin + CurrentSteps.Patience);

        Assert.Equal(["a"], (await asked).Where(step => step.Value is not null).Select(step => step.Key));
        // They have left their places.
        Assert.Equal("a", (await steps.Of([("a", Begin.AddTicks(1))], Read, CancellationToken.None))["a"]?.Name);
    }

    [Fact]
    public async Task Of_WhenTheCallerLeaves_Ends()
    {
        using var caller = new CancellationTokenSource();
        var asked = new CurrentSteps(_time).Of(Operations(9), async (id, cancellation) =>
        {
            await Task.Delay(Timeout.Infinite, cancellation);
            return At(id);
        }, caller.Token);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }

    private static IReadOnlyList<(string Id, DateTimeOffset Updated)> Operations(int count) => [.. Enumerable.Range(0, count).Select(number => ($"operation-{number}", Begin))];

    private static OperationPast At(string name) => new([new("activity", name, "running", 1, null, null, null, null, Begin, null, null)]);

    private Task<OperationPast> Read(string id, CancellationToken cancellation)
    {
        _read.Enqueue(id);
        return Task.FromResult(At(id));
    }
}
