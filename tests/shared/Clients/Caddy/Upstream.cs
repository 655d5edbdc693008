using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.Tests.Shared.Clients.Caddy;

/// <summary>An application as the proxy sees one: says its name, counts what is uploaded, echoes a WebSocket, ticks an event stream when told to.</summary>
internal sealed class Upstream : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SemaphoreSlim _ticks = new(0);

    private Upstream(WebApplication app) => _app = app;

    public string Address { get; private set; } = "";

    public static async Task<Upstream> Start(string name)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        var upstream = new Upstream(app);
        app.UseWebSockets();
        app.MapGet("/", () => name);
        app.MapGet("/framed", (HttpContext context) =>
        {
            context.Response.Headers.XFrameOptions = "DENY";
            return name;
        });
        app.MapPost("/upload", Count);
        app.MapGet("/events", upstream.Tick);
        app.Map("/socket", Echo);
        await app.StartAsync();
        upstream.Address = new Uri(app.Urls.Single()).Authority;
        return upstream;
    }

    /// <summary>Every open event stream gets one event.</summary>
    public void Tick() => _ticks.Release();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        _ticks.Dispose();
    }

    private static async Task<long> Count(HttpRequest request)
    {
        var buffer = new byte[1 << 16];
        long total = 0;
        for (int read; (read = await request.Body.ReadAsync(buffer)) > 0;)
            total += read;
        return total;
    }

    private async Task Tick(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.Body.FlushAsync(context.RequestAborted);
        for (var n = 1; !context.RequestAborted.IsCancellationRequested; n++)
        {
            await _ticks.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync($"data: {n}\n\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    private static async Task Echo(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[1024];
        while (await socket.ReceiveAsync(buffer, CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } message)
            await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, CancellationToken.None);
    }
}
