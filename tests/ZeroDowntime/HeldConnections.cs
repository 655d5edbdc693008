using System.Net.WebSockets;
using System.Text;
using ClickDeploy.Tests.Platform;

namespace ClickDeploy.Tests.ZeroDowntime;

/// <summary>A WebSocket that is spoken on and an event stream that is read, both open until the application ends them.</summary>
internal sealed class HeldConnections : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly ClientWebSocket _socket;
    private readonly HttpResponseMessage _stream;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _socketEnd;
    private readonly Task _streamEnd;
    private int _seen;

    private HeldConnections(ClientWebSocket socket, HttpResponseMessage stream)
    {
        (_socket, _stream) = (socket, stream);
        _socketEnd = Task.Run(Speak);
        _streamEnd = Task.Run(Listen);
    }

    /// <summary>Messages that came back, and lines that came.</summary>
    public int Seen => _seen;

    public bool IsOpen => !_socketEnd.IsCompleted && !_streamEnd.IsCompleted;

    public static async Task<HeldConnections> Open(PlatformProcess platform, string host)
    {
        using var patience = new CancellationTokenSource(Patience);
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Host", host);
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{platform.Caddy.ProxyPort}/socket"), patience.Token);
        var stream = await platform.Caddy.Http.SendAsync(platform.Caddy.Request(host, "/events"), HttpCompletionOption.ResponseHeadersRead, patience.Token);
        stream.EnsureSuccessStatusCode();
        return new HeldConnections(socket, stream);
    }

    /// <summary>Returns when the application has ended both in an orderly way. One that was cut is an exception.</summary>
    public async Task Ended()
    {
        await _socketEnd.WaitAsync(Patience);
        await _streamEnd.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_socketEnd, _streamEnd).ContinueWith(_ => { }, TaskScheduler.Default);
        _socket.Dispose();
        _stream.Dispose();
        _stop.Dispose();
    }

    private async Task Speak()
    {
        var buffer = new byte[64];
        for (var n = 0; ; n++)
        {
            await _socket.SendAsync(Encoding.UTF8.GetBytes($"{n}"), WebSocketMessageType.Text, endOfMessage: true, _stop.Token);
            var answer = await _socket.ReceiveAsync(buffer, _stop.Token);
            if (answer.MessageType == WebSocketMessageType.Close)
                return;
            var text = Encoding.UTF8.GetString(buffer, 0, answer.Count);
            if (text != $"{n}")
                throw new InvalidDataException($"The WebSocket answered {text} to {n}.");
            Interlocked.Increment(ref _seen);
            await Task.Delay(Pause, _stop.Token);
        }
    }

    private async Task Listen()
    {
        using var lines = new StreamReader(await _stream.Content.ReadAsStreamAsync(_stop.Token));
        while (await lines.ReadLineAsync(_stop.Token) is not null)
            Interlocked.Increment(ref _seen);
    }
}
