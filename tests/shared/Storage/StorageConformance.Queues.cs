using ClickDeploy.Storage;
using ClickDeploy.Tests.Shared.Processes;

namespace ClickDeploy.Tests.Shared.Storage;

public abstract partial class StorageConformance
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private IQueue Queue => _storage.Queue(Name);

    [Fact]
    public async Task Receive_OfAQueueThatNobodyWroteTo_IsEmpty()
    {
        Assert.Empty(await Queue.Receive(1, Minute));
        Assert.Equal(0, await Queue.Count());
    }

    [Fact]
    public async Task Send_ThenReceive_GivesTheMessageOnce()
    {
        await Queue.Send("hello");
        var message = Assert.Single(await (await OpenAnother()).Queue(Name).Receive(32, Minute));
        Assert.Equal("hello", message.Body);
        Assert.Equal(1, message.DequeueCount);
        Assert.InRange(message.SentAt, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
        Assert.Empty(await Queue.Receive(32, Minute));
        Assert.Equal(1, await Queue.Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t <a href=\"&amp;\">]]> ")]
    [InlineData("ä 😀 \uFEFF \u2028 \u0001")]
    public async Task Send_AnyText_ComesBackAsItWas(string body)
    {
        await Queue.Send(body);
        Assert.Equal(body, (await Take()).Body);
    }

    [Fact]
    public async Task Send_TheLargestBody_ComesBackAsItWas()
    {
        var body = new string('ä', 24 * 1024);
        await Queue.Send(body);
        Assert.Equal(body, (await Take()).Body);
    }

    [Fact]
    public async Task Receive_OfMany_TakesAsManyAsAskedInOrder()
    {
        for (var i = 0; i < 40; i++)
            await Queue.Send($"{i}");
        var first = await Queue.Receive(32, Minute);
        var second = await Queue.Receive(32, Minute);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"{i}"), first.Concat(second).Select(message => message.Body));
        Assert.Equal((32, 8), (first.Count, second.Count));
    }

    [Fact]
    public async Task Queues_OfOtherNames_AreApart()
    {
        await Queue.Send("a");
        await _storage.Queue(Name + "-poison").Send("b");
        Assert.Equal("a", (await Take()).Body);
        Assert.Equal("b", Assert.Single(await _storage.Queue(Name + "-poison").Receive(32, Minute)).Body);
    }

    [Fact]
    public async Task Send_WithADelay_CannotBeTakenBefore()
    {
        await Queue.Send("later", TimeSpan.FromHours(1));
        await Queue.Send("soon", Second);
        Assert.Empty(await Queue.Receive(32, Minute));
        Assert.Equal("soon", (await Again()).Body);
        Assert.Empty(await Queue.Receive(32, Minute));
    }

    [Fact]
    public async Task Message_NotDeletedInTime_IsTakenAgainAndCounted()
    {
        await Queue.Send("a");
        var first = Assert.Single(await Queue.Receive(1, Second));
        var second = await Again();
        Assert.Equal((first.Id, "a", 2), (second.Id, second.Body, second.DequeueCount));
        Assert.NotEqual(first.Receipt, second.Receipt);
    }

    [Fact]
    public async Task Delete_Taken_RemovesIt()
    {
        await Queue.Send("a");
        var message = await Take();
        Assert.True(await Queue.Delete(message));
        Assert.False(await Queue.Delete(message));
        Assert.Equal(0, await Queue.Count());
    }

    [Fact]
    public async Task Delete_TakenByAnotherSince_IsRefused()
    {
        await Queue.Send("a");
        var first = Assert.Single(await Queue.Receive(1, Second));
        var second = await Again();
        Assert.False(await Queue.Delete(first));
        Assert.Null(await Queue.Hide(first, Minute));
        Assert.True(await Queue.Delete(second));
    }

    [Fact]
    public async Task Hide_Longer_KeepsItFromOthers()
    {
        await Queue.Send("a");
        var taken = Assert.Single(await Queue.Receive(1, Second));
        var hidden = await Queue.Hide(taken, Minute);
        Assert.NotNull(hidden);
        await Task.Delay(TimeSpan.FromSeconds(1.5));
        Assert.Empty(await Queue.Receive(1, Minute));
        Assert.False(await Queue.Delete(taken));
        Assert.True(await Queue.Delete(hidden));
    }

    [Fact]
    public async Task Hide_AgainAndAgain_KeepsItWhole()
    {
        await Queue.Send("a");
        var message = await Take();
        for (var i = 0; i < 5; i++)
        {
            message = await Queue.Hide(message, Minute);
            Assert.NotNull(message);
        }

        Assert.NotNull(await Queue.Hide(message, TimeSpan.Zero));
        var again = await Again();
        Assert.Equal(("a", 2), (again.Body, again.DequeueCount));
    }

    [Fact]
    public async Task Hide_OfADeleted_IsNull()
    {
        await Queue.Send("a");
        var message = await Take();
        Assert.True(await Queue.Delete(message));
        Assert.Null(await Queue.Hide(message, Minute));
    }

    [Theory]
    [InlineData("0", "none")]
    [InlineData("not an id", "none")]
    [InlineData("7b5e8f7e-3a4f-4b58-9f6e-1a2b3c4d5e6f", "AgAAAAMAAAAAAAAA")]
    public async Task Message_ThatNeverWas_IsNotOurs(string id, string receipt)
    {
        await Queue.Send("a");
        var stranger = new QueueMessage(id, receipt, "", 1, DateTimeOffset.UtcNow);
        Assert.False(await Queue.Delete(stranger));
        Assert.Null(await Queue.Hide(stranger, Minute));
        Assert.Equal("a", (await Take()).Body);
    }

    [Fact]
    public async Task Receive_ByManyAtOnce_GivesEachMessageToOne()
    {
        for (var i = 0; i < 60; i++)
            await Queue.Send($"{i}");
        var other = (await OpenAnother()).Queue(Name);
        var taken = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => (i % 2 == 0 ? Queue : other).Receive(5, Minute)));
        var bodies = taken.SelectMany(messages => messages).Select(message => message.Body).ToList();
        Assert.Equal(bodies.Count, bodies.Distinct().Count());
        while (await Queue.Receive(32, Minute) is { Count: > 0 } more)
            bodies.AddRange(more.Select(message => message.Body));
        Assert.Equal(60, bodies.Distinct().Count());
        Assert.Equal(60, bodies.Count);
    }

    [Fact]
    public async Task Arrival_ASendOfThisProcess_EndsTheWait()
    {
        var wait = Queue.Arrival(TimeSpan.FromHours(1));
        await Queue.Send("a");
        await wait.WaitAsync(TimeSpan.FromSeconds(30));
        await Queue.Send("b");
        await Queue.Arrival(TimeSpan.FromHours(1)).WaitAsync(TimeSpan.FromSeconds(30));
        await Queue.Arrival(TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task Arrival_Cancelled_Throws()
    {
        using var cancelled = new CancellationTokenSource();
        var wait = Queue.Arrival(TimeSpan.FromHours(1), cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [Fact]
    public async Task LostAnswer_Send_RepeatMakesASecondOne()
    {
        var lossy = Lossy().Queue(Name);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => lossy.Send("a"));
        await lossy.Send("a");
        Assert.Equal(2, await Queue.Count());
    }

    [Fact]
    public async Task LostAnswer_Receive_MessageComesBack()
    {
        var lossy = Lossy().Queue(Name);
        await Queue.Send("a");
        await Assert.ThrowsAsync<StorageUnavailableException>(() => lossy.Receive(1, Second));
        Assert.Equal(2, (await Again()).DequeueCount);
    }

    [Fact]
    public async Task LostAnswer_Delete_RepeatSaysFalse()
    {
        var lossy = Lossy().Queue(Name);
        await Queue.Send("a");
        var message = await Take();
        Assert.False(await Repeated(() => lossy.Delete(message)));
        Assert.Equal(0, await Queue.Count());
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("1abc")]
    [InlineData("Abc")]
    [InlineData("abc-")]
    [InlineData("a--b")]
    [InlineData("a_bc")]
    public async Task Queue_OfABadName_IsRefused(string name) => Assert.Contains($"'{name}'", await Message(() => Task.FromResult(_storage.Queue(name))));

    [Fact]
    public async Task Queue_BadArguments_AreRefused()
    {
        Assert.Contains("49153 bytes", await Message(() => Queue.Send(new string('a', (48 * 1024) + 1))));
        Assert.Contains("NUL", await Message(() => Queue.Send("a\0b")));
        Assert.Contains("surrogate", await Message(() => Queue.Send("\uD800")));
        Assert.Contains("whole seconds", await Message(() => Queue.Send("a", TimeSpan.FromMilliseconds(1500))));
        Assert.Contains("whole seconds", await Message(() => Queue.Send("a", TimeSpan.FromDays(8))));
        Assert.Contains("1 to 32", await Message(() => Queue.Receive(0, Minute)));
        Assert.Contains("1 to 32", await Message(() => Queue.Receive(33, Minute)));
        Assert.Contains("whole seconds, 1 to", await Message(() => Queue.Receive(1, TimeSpan.Zero)));
        Assert.Empty(await Queue.Receive(1, Minute));
    }

    private async Task<QueueMessage> Take() => Assert.Single(await Queue.Receive(1, Minute));

    private async Task<QueueMessage> Again() => (await Eventually.Is(() => Queue.Receive(1, Minute), messages => messages.Count == 1, "The message"))[0];
}
