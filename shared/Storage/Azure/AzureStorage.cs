using System.Collections.Concurrent;
using Azure.Core;
using ClickDeploy.Storage.Rules;

namespace ClickDeploy.Storage.Azure;

/// <summary>Tables and blobs of one Azure Storage account, or of Azurite, by REST. See DESIGN 4.</summary>
public sealed class AzureStorage : IStorage
{
    private readonly AzureService _tableService;
    private readonly AzureService _blobService;
    private readonly ConcurrentDictionary<string, ITable> _tables = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IBlobs> _blobs = new(StringComparer.Ordinal);

    internal AzureStorage(AzureConnection connection, TimeProvider time)
    {
        _tableService = new AzureService(connection, tables: true, time);
        _blobService = new AzureService(connection, tables: false, time);
    }

    /// <param name="connectionString">With an account key, or <c>UseDevelopmentStorage=true</c>.</param>
    public static AzureStorage Connect(string connectionString, TimeProvider time) =>
        AzureConnection.TryParse(connectionString, out var connection, out var problem)
            ? new AzureStorage(connection, time)
            : throw new ArgumentException($"The connection string {problem}");

    public ITable Table(string name)
    {
        KeyRules.Name("table", name);
        return _tables.GetOrAdd(name, static (name, service) => new AzureTable(service, name), _tableService);
    }

    public IBlobs Blobs(string container)
    {
        KeyRules.Name("container", container);
        return _blobs.GetOrAdd(container, static (name, service) => new AzureBlobs(service, name), _blobService);
    }

    public async Task Probe(CancellationToken cancellation = default)
    {
        var tables = await _tableService.Send(RequestMethod.Get, "/Tables?$top=1", request => request.Headers.SetValue("Accept", "application/json;odata=nometadata"), cancellation);
        if (tables.Status != 200)
            throw _tableService.Unexpected("a probe of the tables", tables);
        var blobs = await _blobService.Send(RequestMethod.Get, "/?comp=list&maxresults=1", null, cancellation);
        if (blobs.Status != 200)
            throw _blobService.Unexpected("a probe of the blobs", blobs);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
