using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace ClickDeploy.Storage.Azure;

/// <summary>One service (tables, queues or blobs) of an account: sends requests, repeats them when no answer or "busy" came, and says when that did not help.</summary>
internal sealed class AzureService
{
    /// <summary>For one try of a small request; a large body sets its own.</summary>
    public static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan LargeBodyTimeout = TimeSpan.FromSeconds(60);

    private readonly AzureConnection _connection;
    private readonly HttpPipeline _pipeline;
    private readonly WriteGate _gate;

    public AzureService(AzureConnection connection, Uri endpoint, bool isTables, TimeProvider time, WriteGate gate)
    {
        _connection = connection;
        _gate = gate;
        Endpoint = endpoint;
        var options = new PipelineOptions();
        options.Retry.MaxRetries = 3;
        options.Retry.Delay = TimeSpan.FromMilliseconds(100);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(2);
        options.Retry.NetworkTimeout = TryTimeout;
        options.Diagnostics.IsLoggingEnabled = false;
        options.Diagnostics.IsTelemetryEnabled = false;
        options.Diagnostics.IsDistributedTracingEnabled = false;
        _pipeline = HttpPipelineBuilder.Build(options, [], [new SharedKeyPolicy(connection, isTables, time)], new ResponseClassifier());
    }

    public Uri Endpoint { get; }

    /// <param name="path">Encoded path and query under the endpoint, with its slash.</param>
    /// <param name="shape">Adds headers and content.</param>
    /// <returns>Any answer below 500 but a refusal of the key.</returns>
    public async Task<AzureReply> Send(RequestMethod method, string path, Action<Request>? shape, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        StorageMeter.Count(method.Method.ToLowerInvariant());
        using var message = _pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(new Uri(Endpoint.AbsoluteUri.TrimEnd('/') + path));
        shape?.Invoke(message.Request);
        if (message.Request.Content is { } content && content.TryComputeLength(out var length) && length > 1024 * 1024)
            message.NetworkTimeout = LargeBodyTimeout;

        using var passed = method == RequestMethod.Get || method == RequestMethod.Head ? null : await _gate.Pass(cancellation);
        try
        {
            await _pipeline.SendAsync(message, cancellation);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException or HttpRequestException or IOException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new StorageUnavailableException($"No answer from Azure Storage {_connection}: {Root(e).Message}", e);
        }

        var response = message.Response;
        var reply = new AzureReply(response.Status, response.Headers, response.Content, message.ProcessingContext.RetryNumber > 0);
        if (response.Status is 401 or 403)
            throw new StorageUnavailableException($"Azure Storage {_connection} refuses the account's key ({reply.ErrorCode}): check AzureWebJobsStorage, and the clock of this machine.");
        if (response.Status is >= 500 or 408 or 429)
            throw new StorageUnavailableException($"Azure Storage {_connection} cannot serve now: {response.Status} {reply.ErrorCode}.");
        return reply;
    }

    /// <summary>For an answer that no rule of the service lets expect.</summary>
    public InvalidOperationException Unexpected(string call, AzureReply reply) =>
        new($"Azure Storage {_connection} answered {call} with {reply.Status} {reply.ErrorCode}: {reply.ErrorMessage ?? Start(reply.Body.ToString())}");

    private static string Start(string body) => body.Length > 500 ? body[..500] : body;

    private static Exception Root(Exception e) => e is AggregateException { InnerExceptions: [.., var last] } ? last : e;

    private sealed class PipelineOptions : ClientOptions;
}
