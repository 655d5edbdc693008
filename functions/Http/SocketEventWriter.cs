using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ClickDeploy.Functions.Http;

/// <summary>Writes events as text messages of a WebSocket: the data alone, or <c>{"event": name, "data": …}</c>. The host pings; a reader resumes by <c>cursor</c>.</summary>
internal sealed class SocketEventWriter(WebSocket socket, CancellationToken aborted) : EventWriter(aborted)
{
    private static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(2);

    public static async Task Run(HttpContext context, Func<EventWriter, Task> write)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        using var hungUp = new CancellationTokenSource();
        var listening = Listen(socket, gone, hungUp.Token);
        try
        {
            await write(new SocketEventWriter(socket, gone.Token));
            await Close(socket, WebSocketCloseStatus.NormalClosure, "That was all.");
        }
        catch (Exception failure) when (failure is WebSocketException || (failure is OperationCanceledException && gone.IsCancellationRequested))
        {
            // The reader went, or the platform stops.
            await Close(socket, WebSocketCloseStatus.EndpointUnavailable, "The platform restarts: come back.");
        }

        // The reader answers that it has heard; one that does not is left.
        hungUp.CancelAfter(ClosePatience);
        await listening;
    }

    public override Task Write(long id, ReadOnlyMemory<byte> data) => socket.SendAsync(data, WebSocketMessageType.Text, endOfMessage: true, Aborted).AsTask();

    public override Task Write(string name, ReadOnlyMemory<byte> data) =>
        socket.SendAsync((byte[])[.. Encoding.UTF8.GetBytes($"{{\"event\":\"{name}\",\"data\":"), .. data.Span, (byte)'}'], WebSocketMessageType.Text, true, Aborted);

    public override Task Flush() => Task.CompletedTask;

    public override Task End() => Write("end", "{}"u8.ToArray());

    // The reader has nothing to say but that it goes.
    private static async Task Listen(WebSocket socket, CancellationTokenSource gone, CancellationToken hungUp)
    {
        var nothing = new byte[1024];
        try
        {
            while ((await socket.ReceiveAsync(nothing.AsMemory(), hungUp)).MessageType != WebSocketMessageType.Close)
            {
                continue;
            }
        }
        catch (Exception over) when (over is WebSocketException or OperationCanceledException)
        {
            // Without a word.
        }

        await gone.CancelAsync();
    }

    private static async Task Close(WebSocket socket, WebSocketCloseStatus status, string reason)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
        {
            return;
        }

        using var patience = new CancellationTokenSource(ClosePatience);
        try
        {
            await socket.CloseOutputAsync(status, reason, patience.Token);
        }
        catch (Exception over) when (over is WebSocketException or OperationCanceledException)
        {
            // It is gone all the same.
        }
    }
}
