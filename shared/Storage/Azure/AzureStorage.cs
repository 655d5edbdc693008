using System.Collections.Concurrent;
using Azure.Core;
using ClickDeploy.Storage.Rules;

namespace ClickDeploy.Storage.Azure;

/// <summary>Tables, queues and blobs of one Azure Storage account, or of Azurite, by REST. See DESIGN 4.</summary>
public sealed class AzureStorage : IStorage, IStorageExport
{
    private readonly AzureService _tableService;
    private readonly AzureService _blobService;
    private readonly AzureService _queueService;
    private readonly TimeProvider _time;
    private readonly WriteGate _gate = new();
    private readonly ConcurrentDictionary<string, ITable> _tables = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IBlobs> _blobs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IQueue> _queues = new(StringComparer.Ordinal);

    internal AzureStorage(AzureConnection connection, TimeProvider time)
    {
        _tableService = new AzureService(connection, connection.Tables, isTables: true, time, _gate);
        _blobService = new AzureService(connection, connection.Blobs, isTables: false, time, _gate);
        _queueService = new AzureService(connection, connection.Queues, isTables: false, time, _gate);
        _time = time;
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

    public IQueue Queue(string name)
    {
        QueueRules.Name(name);
        return _queues.GetOrAdd(name, static (name, self) => new AzureQueue(self._queueService, name, self._time), this);
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

    // Azure has no moment that spans tables: our writes wait while everything is copied. Another process's writes do not, so that one process must be the only writer.
    public async Task<IStorageSnapshot> Take(CancellationToken cancellation = default)
    {
        using var closed = await _gate.Close(cancellation);
        return await new AzureCopy(_tableService, _blobService).Take(cancellation);
    }

    public Task<bool> IsEmpty(CancellationToken cancellation = default) => new AzureCopy(_tableService, _blobService).IsEmpty(cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
