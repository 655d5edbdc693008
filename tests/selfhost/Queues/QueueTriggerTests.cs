using System.Collections.Concurrent;
using ClickDeploy.SelfHost.Queues;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Azure;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Tests.SelfHost.Hosting;
using ClickDeploy.Tests.Shared.Processes;
using ClickDeploy.Tests.Shared.Storage.Azure;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.SelfHost.Queues;

/// <summary>Functions that run for messages, on the embedded store.</summary>
[Trait("Speed", "Slow")]
public sealed class QueueTriggerTests : QueueTriggerConformance
{
    protected override Task<IStorage> Open() => Task.FromResult<IStorage>(SqliteStorage.InMemory(TimeProvider.System));
}

/// <summary>The same on a real Azurite.</summary>
[Trait("Speed", "Slow")]
public sealed class AzureQueueTriggerTests(AzuriteFixture azurite) : QueueTriggerConformance, IClassFixture<AzuriteFixture>
{
    protected override Task<IStorage> Open() => Task.FromResult<IStorage>(AzureStorage.Connect(azurite.ConnectionString, TimeProvider.System));
}

public abstract class QueueTriggerConformance : IAsyncLifetime
{
    private readonly Seen _seen = new();
    private IStorage _store = null!;

    public async Task InitializeAsync() => _store = await Open();

    public async Task DisposeAsync() => await _store.DisposeAsync();

    protected abstract Task<IStorage> Open();

    [Fact]
    public async Task Message_Sent_IsHandledOnceAndGone()
    {
        await _store.Queue("texts").Send("before the start");
        await using var host = await Start();
        await _store.Queue("texts").Send("after the start");

        await Empty("texts");

        Assert.Equal(["after the start", "before the start"], _seen.Texts.Order());
    }

    [Fact]
    public async Task Messages_Many_AreEachHandledOnceByTwoHosts()
    {
        await using var first = await Start();
        await using var second = await Start();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => _store.Queue("texts").Send($"{i:D3}")));

        await Empty("texts");

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i:D3}"), _seen.Texts.Order());
    }

    [Fact]
    public async Task Message_OfJson_IsReadAsTheParametersType()
    {
        await using var host = await Start();
        await _store.Queue("orders").Send("""{"name":"bread","COUNT":3}""");
        await Empty("orders");
        Assert.Equal(new Order("bread", 3), Assert.Single(_seen.Orders));
    }

    [Fact]
    public async Task Message_ThatIsNoJson_GoesToThePoisonQueueAfterFiveTries()
    {
        await using var host = await Start();
        await _store.Queue("orders").Send("bread, 3");
        Assert.Equal("bread, 3", await Poisoned("orders-poison"));
        await Empty("orders");
        Assert.Empty(_seen.Orders);
    }

    [Fact]
    public async Task Function_ThatFails_IsTriedFiveTimesAndItsMessageIsKept()
    {
        await using var host = await Start();
        await _store.Queue("fails-often").Send("9");
        Assert.Equal("9", await Poisoned("fails-often-poison"));
        await Empty("fails-often");
        Assert.Equal(5, _seen.Failures);
    }

    [Fact]
    public async Task Function_ThatFailsTwice_IsDoneAtTheThirdTry()
    {
        await using var host = await Start();
        await _store.Queue("fails-often").Send("2");
        await Empty("fails-often");
        Assert.Equal(2, _seen.Failures);
        Assert.Equal(0, await _store.Queue("fails-often-poison").Count());
    }

    [Fact]
    public async Task Message_WhoseTakersDied_ComesBackAndAtTheSixthTimeIsPoison()
    {
        await _store.Queue("texts").Send("deadly");
        for (var i = 0; i < 5; i++)
        {
            await Eventually.Is(() => _store.Queue("texts").Receive(1, TimeSpan.FromSeconds(1)), taken => taken.Count == 1, "The message");
        }

        await using var host = await Start();
        Assert.Equal("deadly", await Poisoned("texts-poison"));
        await Empty("texts");
        Assert.Empty(_seen.Texts);
    }

    [Fact, Trait("Speed", "Slow")]
    public async Task Function_LongerThanItsMessageIsHidden_KeepsIt()
    {
        var renewals = new Renewals(_store);
        await using var first = await Start(renewals);
        await using var second = await Start(renewals);
        await _store.Queue("slow").Send("x");

        // The second is one on the receipt of the first.
        await Eventually.IsTrue(() => renewals.Done >= 2, "Two renewals");
        _seen.Go.SetResult();

        await Empty("slow");
        Assert.Equal(1, _seen.SlowStarts);
    }

    [Fact]
    public async Task Host_ThatStops_GivesBackWhatItHasNotDone()
    {
        await using (await Start())
        {
            await _store.Queue("slow").Send("x");
            await Eventually.IsTrue(() => _seen.SlowStarts == 1, "The start");
        }

        Assert.Equal(2, (await Take("slow")).DequeueCount);
    }

    [Fact]
    public async Task Store_WithAnAnswerThatNobodyExpected_IsAskedAgain()
    {
        await using var host = await Start(new Unexpected(_store));
        await _store.Queue("texts").Send("all the same");

        await Empty("texts");

        Assert.Equal("all the same", Assert.Single(_seen.Texts));
    }

    private async Task Empty(string queue) => await Eventually.Is(() => _store.Queue(queue).Count(), count => count == 0, $"An empty queue {queue}");

    private async Task<string> Poisoned(string queue) => (await Take(queue)).Body;

    // The tests share the queues of one Azurite: each leaves them empty.
    private async Task<QueueMessage> Take(string queue)
    {
        var message = (await Eventually.Is(() => _store.Queue(queue).Receive(1, TimeSpan.FromMinutes(1)), taken => taken.Count == 1, $"A message in {queue}"))[0];
        Assert.True(await _store.Queue(queue).Delete(message));
        return message;
    }

    private async Task<TestHost> Start(IStorage? store = null)
    {
        var builder = TestHost.Builder(null, typeof(Functions));
        builder.Services.AddSingleton(store ?? _store);
        builder.Services.AddSingleton(_seen);
        builder.Services.AddSingleton(new QueueOptions { Hidden = TimeSpan.FromSeconds(15), MaxPollingInterval = TimeSpan.FromSeconds(1) });
        return await TestHost.Start(builder);
    }

    /// <summary>Breaks the first call of each kind.</summary>
    private sealed class Unexpected(IStorage inner) : IStorage
    {
        private readonly ConcurrentDictionary<string, bool> _broken = new();

        public ITable Table(string name) => inner.Table(name);

        public IBlobs Blobs(string container) => inner.Blobs(container);

        public IQueue Queue(string name) => new Breaking(inner.Queue(name), call =>
        {
            if (_broken.TryAdd($"{call} {name}", true))
            {
                throw new InvalidOperationException($"{call} of {name} was answered by 418.");
            }
        });

        public Task Probe(CancellationToken cancellation = default) => inner.Probe(cancellation);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private sealed class Breaking(IQueue inner, Action<string> call) : IQueue
        {
            public Task Send(string body, TimeSpan delay = default, CancellationToken cancellation = default) => inner.Send(body, delay, cancellation);

            public Task<IReadOnlyList<QueueMessage>> Receive(int count, TimeSpan hidden, CancellationToken cancellation = default)
            {
                call("Receive");
                return inner.Receive(count, hidden, cancellation);
            }

            public Task<QueueMessage?> Hide(QueueMessage message, TimeSpan time, CancellationToken cancellation = default) => inner.Hide(message, time, cancellation);

            public Task<bool> Delete(QueueMessage message, CancellationToken cancellation = default) => inner.Delete(message, cancellation);

            public Task<long> Count(CancellationToken cancellation = default)
            {
                call("Count");
                return inner.Count(cancellation);
            }

            public Task Arrival(TimeSpan longest, CancellationToken cancellation = default) => inner.Arrival(longest, cancellation);
        }
    }

    /// <summary>Counts how often a taken message was hidden again.</summary>
    private sealed class Renewals(IStorage inner) : IStorage
    {
        private int _done;

        public int Done => Volatile.Read(ref _done);

        public ITable Table(string name) => inner.Table(name);

        public IBlobs Blobs(string container) => inner.Blobs(container);

        public IQueue Queue(string name) => new Counted(inner.Queue(name), () => Interlocked.Increment(ref _done));

        public Task Probe(CancellationToken cancellation = default) => inner.Probe(cancellation);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private sealed class Counted(IQueue inner, Action hidden) : IQueue
        {
            public Task Send(string body, TimeSpan delay = default, CancellationToken cancellation = default) => inner.Send(body, delay, cancellation);

            public Task<IReadOnlyList<QueueMessage>> Receive(int count, TimeSpan hidden, CancellationToken cancellation = default) => inner.Receive(count, hidden, cancellation);

            public async Task<QueueMessage?> Hide(QueueMessage message, TimeSpan time, CancellationToken cancellation = default)
            {
                var renewed = await inner.Hide(message, time, cancellation);
                if (renewed is not null && time > TimeSpan.Zero)
                {
                    hidden();
                }

                return renewed;
            }

            public Task<bool> Delete(QueueMessage message, CancellationToken cancellation = default) => inner.Delete(message, cancellation);

            public Task<long> Count(CancellationToken cancellation = default) => inner.Count(cancellation);

            public Task Arrival(TimeSpan longest, CancellationToken cancellation = default) => inner.Arrival(longest, cancellation);
        }
    }

    public sealed record Order(string Name, int Count);

    public sealed class Seen
    {
        private int _failures;
        private int _slowStarts;

        public ConcurrentQueue<string> Texts { get; } = new();

        public ConcurrentQueue<Order> Orders { get; } = new();

        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Failures => Volatile.Read(ref _failures);

        public int SlowStarts => Volatile.Read(ref _slowStarts);

        public int Fail() => Interlocked.Increment(ref _failures);

        public void StartSlowly() => Interlocked.Increment(ref _slowStarts);
    }

    public sealed class Functions(Seen seen)
    {
        [Function("TakeText")]
        public void TakeText([QueueTrigger("texts")] string text) => seen.Texts.Enqueue(text);

        [Function("TakeOrder")]
        public void TakeOrder([QueueTrigger("orders")] Order order, FunctionContext context)
        {
            Assert.Equal("TakeOrder", context.FunctionDefinition.Name);
            seen.Orders.Enqueue(order);
        }

        [Function("FailOften")]
        public void FailOften([QueueTrigger("fails-often")] int times)
        {
            if (seen.Failures < times)
            {
                throw new InvalidOperationException($"Failure {seen.Fail()} of {times}.");
            }
        }

        [Function("BeSlow")]
        public async Task BeSlow([QueueTrigger("slow")] string text, CancellationToken cancellation)
        {
            seen.StartSlowly();
            await seen.Go.Task.WaitAsync(cancellation);
            seen.Texts.Enqueue(text);
        }
    }
}
