using System.Globalization;
using System.Text;
using System.Xml.Linq;
using Azure.Core;
using ClickDeploy.Storage.Rules;

namespace ClickDeploy.Storage.Azure;

/// <summary>Bodies are base64 in it, as the Functions host's queue extension has them.</summary>
internal sealed class AzureQueue(AzureService service, string queue, TimeProvider time) : IQueue
{
    private readonly QueueBell _bell = new(time);

    public async Task Send(string body, TimeSpan delay = default, CancellationToken cancellation = default)
    {
        QueueRules.Send(body, delay);
        var text = Convert.ToBase64String(Encoding.UTF8.GetBytes(body));
        var content = Encoding.UTF8.GetBytes(new XElement("QueueMessage", new XElement("MessageText", text)).ToString(SaveOptions.DisableFormatting));
        var query = $"?messagettl=-1&visibilitytimeout={Seconds(delay)}";
        var reply = await Post(query, content, cancellation);
        if (reply is { Status: 404, ErrorCode: "QueueNotFound" })
        {
            await Create(cancellation);
            reply = await Post(query, content, cancellation);
        }

        if (reply.Status != 201)
            throw Unexpected("a message", reply);
        _bell.Ring();
    }

    public async Task<IReadOnlyList<QueueMessage>> Receive(int count, TimeSpan hidden, CancellationToken cancellation = default)
    {
        QueueRules.Receive(count, hidden);
        var reply = await service.Send(RequestMethod.Get, $"/{queue}/messages?numofmessages={count}&visibilitytimeout={Seconds(hidden)}", null, cancellation);
        if (reply is { Status: 404, ErrorCode: "QueueNotFound" })
            return [];
        if (reply.Status != 200)
            throw Unexpected("a taking of messages", reply);

        using var stream = reply.Body.ToStream();
        var list = await XDocument.LoadAsync(stream, LoadOptions.PreserveWhitespace, cancellation);
        return [.. list.Root!.Elements("QueueMessage").Select(Read)];
    }

    public async Task<QueueMessage?> Hide(QueueMessage message, TimeSpan hidden, CancellationToken cancellation = default)
    {
        QueueRules.Hide(message, hidden);
        var reply = await service.Send(RequestMethod.Put, $"{Path(message)}&visibilitytimeout={Seconds(hidden)}", request => request.Content = RequestContent.Create(Array.Empty<byte>()), cancellation);
        if (IsNotOurs(reply))
            return null;
        if (reply.Status != 204)
            throw Unexpected("a change of a message", reply);
        if (hidden == TimeSpan.Zero)
            _bell.Ring();
        return message with { Receipt = reply.Headers.TryGetValue("x-ms-popreceipt", out var receipt) ? receipt : throw Unexpected("a change of a message without a receipt", reply) };
    }

    public async Task<bool> Delete(QueueMessage message, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        var reply = await service.Send(RequestMethod.Delete, Path(message), null, cancellation);
        return reply.Status == 204 || (IsNotOurs(reply) ? false : throw Unexpected("the deletion of a message", reply));
    }

    public async Task<long> Count(CancellationToken cancellation = default)
    {
        var reply = await service.Send(RequestMethod.Get, $"/{queue}?comp=metadata", null, cancellation);
        return reply switch
        {
            { Status: 404, ErrorCode: "QueueNotFound" } => 0,
            { Status: 200 } when reply.Headers.TryGetValue("x-ms-approximate-messages-count", out var count) => long.Parse(count, CultureInfo.InvariantCulture),
            _ => throw Unexpected("a count of messages", reply),
        };
    }

    public Task Arrival(TimeSpan longest, CancellationToken cancellation = default) => _bell.Wait(longest, cancellation);

    private Task<AzureReply> Post(string query, byte[] content, CancellationToken cancellation) => service.Send(
        RequestMethod.Post,
        $"/{queue}/messages{query}",
        request =>
        {
            request.Headers.SetValue("Content-Type", "application/xml");
            request.Content = RequestContent.Create(content);
        },
        cancellation);

    private async Task Create(CancellationToken cancellation)
    {
        var reply = await service.Send(RequestMethod.Put, $"/{queue}", null, cancellation);
        if (reply.Status is not (201 or 204) && reply.ErrorCode != "QueueAlreadyExists")
            throw Unexpected("its creation", reply);
    }

    // Deleted, taken by somebody else, or given back.
    private static bool IsNotOurs(AzureReply reply) => reply is { Status: 404 } or { Status: 400, ErrorCode: "PopReceiptMismatch" or "InvalidQueryParameterValue" };

    private static QueueMessage Read(XElement message) => new(
        message.Element("MessageId")!.Value,
        message.Element("PopReceipt")!.Value,
        Text(message.Element("MessageText")!.Value),
        int.Parse(message.Element("DequeueCount")!.Value, CultureInfo.InvariantCulture),
        DateTimeOffset.Parse(message.Element("InsertionTime")!.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));

    // What somebody else has put in plain is taken as it is; one message must not hold up the others.
    private static string Text(string body)
    {
        var bytes = new byte[body.Length];
        return Convert.TryFromBase64String(body, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : body;
    }

    private string Path(QueueMessage message) => $"/{queue}/messages/{Uri.EscapeDataString(message.Id)}?popreceipt={Uri.EscapeDataString(message.Receipt)}";

    private static string Seconds(TimeSpan time) => ((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    private InvalidOperationException Unexpected(string call, AzureReply reply) => service.Unexpected($"{call} of queue '{queue}'", reply);
}
