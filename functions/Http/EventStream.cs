using Microsoft.AspNetCore.Http;

namespace ClickDeploy.Functions.Http;

/// <summary>
/// An answer of events: server-sent ones, or the same as messages of a WebSocket where one was asked for. Ends when <paramref name="write"/> does, or the reader goes, or the
/// platform stops: the reader resumes with <c>Last-Event-ID</c>.
/// </summary>
public sealed class EventStream(TimeProvider time, Func<EventWriter, Task> write) : IResult
{
    public async Task ExecuteAsync(HttpContext context)
    {
        if (context.WebSockets.IsWebSocketRequest)
        {
            await SocketEventWriter.Run(context, write);
            return;
        }

        var response = context.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        await response.Body.FlushAsync(context.RequestAborted);
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        try
        {
            await write(new ServerSentEventWriter(response.Body, time, context.RequestAborted));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The reader went, or the platform stops.
        }
    }
}
