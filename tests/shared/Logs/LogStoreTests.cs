using ClickDeploy.Core;
using ClickDeploy.Logs;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Tests.SelfHost.Timers;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Tests.Shared.Logs;

public sealed class LogStoreTests : IAsyncDisposable
{
    private static readonly LogStream Stream = new(new OrgId("acme"), "deployment-1");
    private static readonly LogStream Service = new(new OrgId("acme"), "service-1");
    private readonly SqliteStorage _storage = SqliteStorage.InMemory(TimeProvider.System);
    private readonly Signals _signals = new(TimeProvider.System);

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task Append_RepeatedWithTheSameOffset_IsKeptOnce()
    {
        var logs = Store();
        await logs.Append(Stream, [Line("one", 4), Line("two", 8)]);
        await logs.Append(Stream, [Line("two", 8), Line("three", 14)]);

        Assert.Equal(["one", "two", "three"], (await ReadAll(logs)).Select(entry => entry.Message));
        Assert.Equal([1, 2, 3], (await ReadAll(logs)).Select(entry => entry.Seq));
    }

    [Fact]
    public async Task Append_FromAnotherProcess_GoesOnWhereTheFirstEnded()
    {
        var (first, second) = (Store(), Store());
        await first.Append(Stream, [Line("one", 4)]);
        await second.Append(Stream, [Line("one", 4), Line("two", 8)]);
        await first.Append(Stream, [Line("two", 8), Line("three", 14)]);

        Assert.Equal(["one", "two", "three"], (await ReadAll(first)).Select(entry => entry.Message));
        Assert.Equal(14, await Store().OffsetOf(Stream, "job"));
    }

    [Fact]
    public async Task Read_OverManySegments_MissesAndRepeatsNothing()
    {
        var logs = Store(segmentBytes: 1024);
        for (var n = 1; n <= 100; n++)
        {
            await logs.Append(Stream, [Line($"line {n} {new string('x', 50)}", n)]);
        }

        Assert.Equal(Enumerable.Range(1, 100), (await ReadAll(logs)).Select(entry => (int)entry.Seq));
        Assert.Equal(Enumerable.Range(58, 43), (await ReadAll(logs, after: 57)).Select(entry => (int)entry.Seq));
        Assert.Empty(await ReadAll(logs, after: 100));
        Assert.Empty(await ReadAll(logs, after: 5_000));
    }

    [Fact]
    public async Task Reader_ThatFollows_SeesWhatComesInLaterSegments()
    {
        var logs = Store(segmentBytes: 1024);
        var reader = logs.Read(Stream, 0);
        var seen = new List<long>();
        for (var n = 1; n <= 60; n++)
        {
            Assert.Empty(await reader.Next());
            await logs.Append(Stream, [Line($"line {n} {new string('x', 50)}", n)]);
            seen.AddRange((await reader.Next()).Select(entry => entry.Seq));
        }

        Assert.Equal(Enumerable.Range(1, 60), seen.Select(seq => (int)seq));
    }

    [Fact]
    public async Task Append_LongLine_IsCutBetweenCharactersAndMarked()
    {
        var logs = Store();
        await logs.Append(Stream, [Line(new string('é', 5_000), 1)]);

        var entry = Assert.Single(await ReadAll(logs));
        Assert.True(entry.Truncated);
        Assert.DoesNotContain('\uFFFD', entry.Message);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(entry.Message), 8_000, 8_192);
    }

    [Fact]
    public async Task Append_PastTheLimit_EndsWithALineThatSaysSo()
    {
        var logs = Store(streamBytes: 1 << 16);
        for (var n = 1; n <= 100; n++)
        {
            await logs.Append(Stream, [Line(new string('x', 4_000), n)]);
        }

        var entries = await ReadAll(logs);
        Assert.Contains("size limit", entries[^1].Message);
        Assert.Equal(LogLevel.Warn, entries[^1].Level);
        Assert.InRange(entries.Count, 10, 20);
    }

    [Fact]
    public async Task Append_OfManyShortLinesPastTheLimit_SaysSoOnceAndKeepsWhatIsEssential()
    {
        var logs = Store(streamBytes: 1 << 16);
        for (var n = 0; n < 10; n++)
        {
            await logs.Append(Stream, [.. Enumerable.Range(1, 1_000).Select(line => Line("y", (n * 1_000) + line))]);
        }

        await logs.Append(Stream, [new(LogPhase.Deploy, LogLevel.Info, "Live", "deploy", 1, Essential: true)]);

        var entries = await ReadAll(logs);
        Assert.Single(entries, entry => entry.Message.Contains("size limit"));
        Assert.Contains("size limit", entries[^2].Message);
        Assert.Equal("Live", entries[^1].Message);
    }

    [Fact]
    public async Task Append_WakesAReader()
    {
        var logs = Store();
        var next = _signals.Next(Stream.Subject);

        await logs.Append(Stream, [Line("one", 1)]);

        Assert.True(next.IsCompleted);
    }

    [Fact]
    public async Task Remove_LeavesNothing()
    {
        var logs = Store();
        await logs.Append(Stream, [Line("one", 1)]);

        await logs.Remove(Stream);

        Assert.Empty(await ReadAll(logs));
        await logs.Append(Stream, [Line("again", 1)]);
        Assert.Equal(1, Assert.Single(await ReadAll(logs)).Seq);
    }

    [Fact]
    public async Task OffsetOf_ASourceThatWasQuietForManySegments_IsKnownFromTheLast()
    {
        var logs = Store(segmentBytes: 1024);
        await logs.Append(Service, [new(null, LogLevel.Info, "quiet", "quiet", 6)]);
        for (var n = 1; n <= 100; n++)
        {
            await logs.Append(Service, [Line($"line {n} {new string('x', 50)}", n)]);
        }

        // As after a restart, with the segment gone in which the source wrote.
        await _storage.Blobs("logs").Delete(Service.Segment(1));
        Assert.Equal(6, await Store().OffsetOf(Service, "quiet"));
        Assert.Equal(100, await Store().OffsetOf(Service, "job"));
    }

    [Fact]
    public async Task Prune_OfAService_KeepsWhatIsYoungAndFits_AndTheRestCanBeRead()
    {
        var time = new ManualTime(new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
        var options = new LogOptions { SegmentBytes = 4 << 10, RuntimeAge = TimeSpan.FromDays(14), RuntimeBytes = 40 << 10 };
        var logs = new LogStore(_storage, _signals, time, Options.Create(options));
        for (var day = 1; day <= 20; day++)
        {
            await logs.Append(Service, [Line($"day {day}", day)]);
            time.Step(time.GetUtcNow().AddDays(1));
        }

        Assert.Equal(20, (await ReadAll(Store(), stream: Service)).Count);
        await logs.Prune();
        Assert.Equal(Enumerable.Range(6, 15), (await ReadAll(Store(), stream: Service)).Select(entry => (int)entry.Seq));

        for (var n = 21; n <= 600; n++)
        {
            await logs.Append(Service, [Line(new string('x', 200), n)]);
        }

        await logs.Append(Stream, [Line("a deployment's line stays", 1)]);
        await logs.Prune();
        var left = (await ReadAll(Store(), stream: Service)).Select(entry => (int)entry.Seq).ToList();
        Assert.Equal(Enumerable.Range(left[0], left.Count), left);
        Assert.Equal(600, left[^1]);
        Assert.InRange(left.Count, 50, 200);
        Assert.Single(await ReadAll(logs));
        Assert.Equal(left.TakeLast(5), (await logs.ReadBack(Service, long.MaxValue).Next()).Select(entry => (int)entry.Seq).TakeLast(5));
    }

    [Fact]
    public async Task Append_AnotherWriterIsAlwaysFaster_GivesUpWithASentence()
    {
        var tail = new LogTail(new LosingBlobs(_storage.Blobs("logs")), Stream, new LogOptions());

        var lost = await Assert.ThrowsAsync<StorageUnavailableException>(() => tail.Append([Line("one", 4)], DateTimeOffset.UnixEpoch, CancellationToken.None));

        Assert.Contains("another write was faster 100 times", lost.Message, StringComparison.Ordinal);
    }

    private static LogLine Line(string message, long offset) => new(LogPhase.Build, LogLevel.Info, message, "job", offset);

    private static async Task<List<LogEntry>> ReadAll(LogStore logs, long after = 0, LogStream? stream = null)
    {
        var reader = logs.Read(stream ?? Stream, after);
        var all = new List<LogEntry>();
        while (await reader.Next() is { Count: > 0 } entries)
        {
            all.AddRange(entries);
        }

        return all;
    }

    private LogStore Store(int segmentBytes = 4 << 20, long streamBytes = 64 << 20) =>
        new(_storage, _signals, TimeProvider.System, Options.Create(new LogOptions { SegmentBytes = segmentBytes, MaxStreamBytes = streamBytes }));
}
