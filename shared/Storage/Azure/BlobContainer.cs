using System.Globalization;
using System.Xml.Linq;
using Azure.Core;

namespace ClickDeploy.Storage.Azure;

/// <summary>The requests that a container of blobs takes. It is made when a write finds that it is not there.</summary>
internal sealed class BlobContainer(AzureService service, string container)
{
    public string Name => container;

    public Task<AzureReply> Read(RequestMethod method, string name, Action<Request>? shape, CancellationToken cancellation) =>
        service.Send(method, Path(name), shape, cancellation);

    /// <param name="query">For example <c>?comp=appendblock</c>.</param>
    public async Task<AzureReply> Write(string name, string query, Action<Request> shape, CancellationToken cancellation)
    {
        var reply = await service.Send(RequestMethod.Put, Path(name) + query, shape, cancellation);
        if (reply is not { Status: 404, ErrorCode: "ContainerNotFound" })
            return reply;
        await Create(cancellation);
        return await service.Send(RequestMethod.Put, Path(name) + query, shape, cancellation);
    }

    /// <returns>The blobs of a page and where the next one begins; nothing when there is no such container.</returns>
    public async Task<(IReadOnlyList<BlobEntry> Blobs, string? Next)> List(string prefix, string? marker, CancellationToken cancellation)
    {
        var query = $"/{container}?restype=container&comp=list&maxresults=1000";
        if (prefix.Length > 0)
            query += $"&prefix={Uri.EscapeDataString(prefix)}";
        if (marker is not null)
            query += $"&marker={Uri.EscapeDataString(marker)}";
        var reply = await service.Send(RequestMethod.Get, query, null, cancellation);
        if (reply.Status == 404)
            return ([], null);
        if (reply.Status != 200)
            throw Unexpected("a listing", reply);

        using var stream = reply.Body.ToStream();
        var page = await XDocument.LoadAsync(stream, LoadOptions.PreserveWhitespace, cancellation);
        var blobs = page.Root!.Element("Blobs")!.Elements("Blob").Select(blob => new BlobEntry(
            blob.Element("Name")!.Value,
            long.Parse(blob.Element("Properties")!.Element("Content-Length")!.Value, CultureInfo.InvariantCulture)));
        return ([.. blobs], page.Root.Element("NextMarker")?.Value is { Length: > 0 } next ? next : null);
    }

    public InvalidOperationException Unexpected(string call, AzureReply reply) => service.Unexpected($"{call} in container '{container}'", reply);

    private async Task Create(CancellationToken cancellation)
    {
        var reply = await service.Send(RequestMethod.Put, $"/{container}?restype=container", null, cancellation);
        if (reply.Status != 201 && reply.ErrorCode != "ContainerAlreadyExists")
            throw Unexpected("its creation", reply);
    }

    private string Path(string name) => $"/{container}/{string.Join('/', name.Split('/').Select(Uri.EscapeDataString))}";
}
