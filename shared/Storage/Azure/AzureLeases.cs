using System.Globalization;
using Azure.Core;

namespace ClickDeploy.Storage.Azure;

/// <summary>
/// Leases of blob names, held on empty blobs of a container of their own: Azure's lease would keep others from writing the blob itself.
/// </summary>
internal sealed class AzureLeases(AzureService service, string container)
{
    // Has a hyphen, so that no container of a caller is called so.
    private const string LeaseContainer = "clickdeploy-leases";

    private readonly BlobContainer _container = new(service, LeaseContainer);

    /// <summary>The id is ours, so that the same request repeated takes the same lease.</summary>
    public async Task<string?> Take(string name, TimeSpan duration, CancellationToken cancellation)
    {
        var id = Guid.NewGuid().ToString();
        while (true)
        {
            var reply = await Act(name, "acquire", request =>
            {
                request.Headers.SetValue("x-ms-proposed-lease-id", id);
                request.Headers.SetValue("x-ms-lease-duration", duration.TotalSeconds.ToString(CultureInfo.InvariantCulture));
            }, cancellation);
            switch (reply.Status)
            {
                case 201:
                    return id;
                case 409:
                    return null;
                case 404:
                    await Create(name, cancellation);
                    break;
                default:
                    throw _container.Unexpected($"a lease of '{container}/{name}'", reply);
            }
        }
    }

    public async Task<bool> Renew(string name, string leaseId, CancellationToken cancellation)
    {
        if (!Guid.TryParse(leaseId, out _))
            return false;
        var reply = await Act(name, "renew", request => request.Headers.SetValue("x-ms-lease-id", leaseId), cancellation);
        return reply.Status switch
        {
            200 => true,
            404 or 409 or 412 => false,
            _ => throw _container.Unexpected($"a renewal of the lease of '{container}/{name}'", reply),
        };
    }

    /// <summary>Deletes the lease's blob, if the lease is that one.</summary>
    public async Task Release(string name, string leaseId, CancellationToken cancellation)
    {
        if (!Guid.TryParse(leaseId, out _))
            return;
        var reply = await _container.Read(RequestMethod.Delete, Blob(name), request => request.Headers.SetValue("x-ms-lease-id", leaseId), cancellation);
        if (reply.Status is not (202 or 404 or 409 or 412))
            throw _container.Unexpected($"a release of the lease of '{container}/{name}'", reply);
    }

    private Task<AzureReply> Act(string name, string action, Action<Request> shape, CancellationToken cancellation) => _container.Write(
        Blob(name),
        "?comp=lease",
        request =>
        {
            request.Headers.SetValue("x-ms-lease-action", action);
            request.Content = RequestContent.Create(Array.Empty<byte>());
            shape(request);
        },
        cancellation);

    private async Task Create(string name, CancellationToken cancellation)
    {
        var reply = await _container.Write(
            Blob(name),
            "",
            request =>
            {
                request.Headers.SetValue("x-ms-blob-type", "BlockBlob");
                request.Headers.SetValue("If-None-Match", "*");
                request.Content = RequestContent.Create(Array.Empty<byte>());
            },
            cancellation);
        if (reply.Status is not (201 or 409 or 412))
            throw _container.Unexpected($"a lease of '{container}/{name}'", reply);
    }

    private string Blob(string name) => $"{container}/{name}";
}
