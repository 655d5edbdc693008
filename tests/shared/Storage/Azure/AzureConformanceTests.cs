using System.Text;
using Azure.Core;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Azure;

namespace ClickDeploy.Tests.Shared.Storage.Azure;

[Trait("Speed", "Slow")]
public sealed class AzureConformanceTests(AzuriteFixture azurite) : StorageConformance, IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task Probe_WrongKey_SaysSoWithoutIt()
    {
        const string Wrong = "AccountKey=c2VjcmV0LXNlY3JldC1zZWNyZXQ=";
        var parts = azurite.ConnectionString.Split(';').Select(part => part.StartsWith("AccountKey", StringComparison.Ordinal) ? Wrong : part);
        await using var storage = AzureStorage.Connect(string.Join(';', parts), TimeProvider.System);
        var failure = await Assert.ThrowsAsync<StorageUnavailableException>(() => storage.Probe());
        Assert.Contains("refuses the account's key", failure.Message);
        Assert.DoesNotContain("c2VjcmV0", failure.ToString());
    }

    [Fact]
    public async Task Receive_OfTextThatSomebodyElsePutInPlain_GivesItAsItIs()
    {
        const string Plain = "no base64, {";
        Assert.True(AzureConnection.TryParse(azurite.ConnectionString, out var connection, out _));
        var service = new AzureService(connection, connection.Queues, isTables: false, TimeProvider.System, new WriteGate());
        await using var storage = await Open();
        var queue = storage.Queue("put-in-plain");
        await queue.Send("first");
        var reply = await service.Send(
            RequestMethod.Post,
            "/put-in-plain/messages",
            request =>
            {
                request.Headers.SetValue("Content-Type", "application/xml");
                request.Content = RequestContent.Create(Encoding.UTF8.GetBytes($"<QueueMessage><MessageText>{Plain}</MessageText></QueueMessage>"));
            },
            CancellationToken.None);
        Assert.Equal(201, reply.Status);

        Assert.Equal(["first", Plain], (await queue.Receive(2, TimeSpan.FromMinutes(1))).Select(message => message.Body));
    }

    protected override Task<IStorage> Open() => Task.FromResult<IStorage>(AzureStorage.Connect(azurite.ConnectionString, TimeProvider.System));

    protected override Task<IStorage> OpenAnother() => Open();
}
