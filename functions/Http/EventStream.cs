using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ClickDeploy.Functions.Http;

/// <summary>An answer of server-sent events. Ends when <paramref name="write"/> does, or the reader goes, or the platform stops: the reader resumes with <c>Last-Event-ID</c>.</summary>
public sealed class EventStream(TimeProvider time, Func<EventWriter, Task> write) : IResult
{
    public async Task ExecuteAsync(HttpContext context)
    {
        var response = context.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        await response.Body.FlushAsync(context.RequestAborted);
        try
        {
            await write(new EventWriter(response.Body, time, context.RequestAborted));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The reader went, or the platform stops.
        }
    }
}

/// <summary>Writes events; a comment at least every 15 s, so that neither side takes silence for death.</summary>
public sealed class EventWriter(Stream body, TimeProvider time, CancellationToken aborted)
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private DateTimeOffset _last = time.GetUtcNow();

    /// <summary>Cancelled when nobody reads any more.</summary>
    public CancellationToken Aborted => aborted;

    public async Task Write(long id, ReadOnlyMemory<byte> data)
    {
        await body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {id}\ndata: ")), aborted);
        await body.WriteAsync(data, aborted);
        await body.WriteAsync("\n\n"u8.ToArray(), aborted);
        _last = time.GetUtcNow();
    }

    /// <summary>An event of that name. It has no id: its reader does not resume but begins anew.</summary>
    public async Task Write(string name, ReadOnlyMemory<byte> data)
    {
        await body.WriteAsync(System.Text.Encoding.UTF8.GetBytes($"event: {name}\ndata: "), aborted);
        await body.WriteAsync(data, aborted);
        await body.WriteAsync("\n\n"u8.ToArray(), aborted);
        _last = time.GetUtcNow();
    }

    /// <summary>Sends what was written, or a comment when there was nothing for long.</summary>
    public async Task Flush()
    {
        if (time.GetUtcNow() - _last >= Heartbeat)
        {
            await body.WriteAsync(": still here\n\n"u8.ToArray(), aborted);
            _last = time.GetUtcNow();
        }

        await body.FlushAsync(aborted);
    }

    /// <summary>There is no more: the reader need not come back.</summary>
    public async Task End()
    {
        await body.WriteAsync("event: end\ndata: {}\n\n"u8.ToArray(), aborted);
        await body.FlushAsync(aborted);
    }
}
