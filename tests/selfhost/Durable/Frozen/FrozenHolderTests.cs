using System.Globalization;
using ClickDeploy.Tests.Platform;
using ClickDeploy.Tests.Shared.Processes;
using ClickDeploy.Tests.Shared.Storage.Azure;
using Xunit.Abstractions;

namespace ClickDeploy.Tests.SelfHost.Durable.Frozen;

/// <summary>
/// Real processes on hosts of their own, under load: the one that holds the hub is frozen (SIGSTOP), followed, and thawed again.
/// FROZEN_SECONDS: how long it is frozen at least; else a little longer than the other one takes to follow.
/// </summary>
[Trait("Speed", "Slow")]
[Collection(nameof(RealPlatform)), Trait("Lane", "two")]
public sealed class FrozenHolderTests(AzuriteFixture azurite, ITestOutputHelper output) : IClassFixture<AzuriteFixture>
{
    private static readonly TimeSpan AtLeast = TimeSpan.FromSeconds(int.Parse(Environment.GetEnvironmentVariable("FROZEN_SECONDS") ?? "0", CultureInfo.InvariantCulture));

    [Fact]
    public Task Holder_FrozenThawedStoppedAndKilled_IsFollowedAndContradictsNobody() => Task.WhenAll(With(null, 15, 200, FollowEachOther), With(azurite.ConnectionString, 15, 500, FollowEachOther));

    [Fact]
    public Task Holder_FrozenAtAnyMomentForAnyTime_ContradictsNobody() => Task.WhenAll(With(null, 3, 200, FreezeAtRandom), With(azurite.ConnectionString, 3, 500, FreezeAtRandom));

    private async Task With(string? account, int lease, int pace, Func<Pair, Random, Task> act)
    {
        var random = new Random();
        await using var pair = new Pair(account, lease, TimeSpan.FromMilliseconds(pace), random);
        try
        {
            await act(pair, random);
        }
        catch
        {
            output.WriteLine($"{pair.Name}, what the processes said:\n{string.Join('\n', pair.All.SelectMany(process => process.Lines.Select(line => $"{process.Name}: {line}")))}");
            throw;
        }
    }

    private async Task FollowEachOther(Pair pair, Random random)
    {
        var first = await pair.Start("first");
        await Eventually.IsTrue(() => first.HoldsTheHub, "The first one's hub");
        var second = await pair.Start("second");
        pair.Load.Begin();
        await pair.Progress("The load");
        await Task.Delay(random.Next(2000));

        await pair.FreezeOutsideACommit(first);
        var frozen = TimeProvider.System.GetTimestamp();
        var followed = await Until(() => second.HoldsTheHub, "Another one in the frozen one's place");
        await pair.Progress("The load in the second one");
        if (AtLeast - TimeProvider.System.GetElapsedTime(frozen) is { Ticks: > 0 } rest)
            await Task.Delay(rest);
        var before = await pair.Read();
        first.Thaw();
        var asleep = TimeProvider.System.GetElapsedTime(frozen);
        await Eventually.IsTrue(() => first.StandsBy, "The thawed one in its place");
        await pair.Progress("The load beside the thawed one");
        var after = await pair.Read();
        Assert.Empty(after.Changed(before));
        Assert.Equal(["second"], after.Workers(before));

        var stop = second.Terminate();
        var stopped = await Until(() => first.HoldsTheHub, "The first one in the place of the one that stopped");
        Assert.Equal(0, await stop);

        var third = await pair.Start("third");
        await Eventually.IsTrue(() => third.StandsBy, "The third one in its place");
        await pair.FreezeOutsideACommit(first);
        await first.Kill();
        var killed = await Until(() => third.HoldsTheHub, "Another one in the killed one's place");

        Assert.Empty(await pair.Judge());
        Assert.Empty((await pair.Read()).Changed(after));
        output.WriteLine($"{pair.Name}: frozen for {asleep.TotalSeconds:0.0} s, followed after {followed.TotalSeconds:0.0} s; after a clean stop {stopped.TotalSeconds:0.0} s; after a kill on another host {killed.TotalSeconds:0.0} s; {pair.Load.Promised.Count} instances promised, {pair.Load.InDoubt.Count} in doubt");
        Assert.Empty(pair.Complaints);
    }

    // A short lease, so that the frozen one wakes up before, while and after the other one follows; on SQLite also in the middle of a commit.
    private async Task FreezeAtRandom(Pair pair, Random random)
    {
        HubProcess[] both = [await pair.Start("first"), await pair.Start("second")];
        pair.Load.Begin();
        await pair.Progress("The load");
        var seen = new List<Records>();
        for (var round = 0; round < 4; round++)
        {
            await Task.Delay(random.Next(1000));
            var holder = both.FirstOrDefault(process => process.HoldsTheHub) ?? both[random.Next(2)];
            await holder.Freeze();
            await Task.Delay(random.Next(500, 6000));
            seen.Add(await pair.Read());
            holder.Thaw();
        }

        Assert.Empty(await pair.Judge());
        var last = await pair.Read();
        Assert.Empty(seen.SelectMany(last.Changed));
        Assert.Empty(pair.Complaints);
        output.WriteLine($"{pair.Name}: the hub was taken {pair.All.Sum(process => process.Taken)} times");
    }

    private static async Task<TimeSpan> Until(Func<bool> condition, string what)
    {
        var began = TimeProvider.System.GetTimestamp();
        await Eventually.IsTrue(condition, what);
        return TimeProvider.System.GetElapsedTime(began);
    }
}
