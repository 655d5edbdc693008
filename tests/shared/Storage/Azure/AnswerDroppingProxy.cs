using System.Net;
using System.Net.Sockets;

namespace ClickDeploy.Tests.Shared.Storage.Azure;

/// <summary>Passes connections on to a server. When told so, it lets the next request reach the server and cuts the connection instead of answering.</summary>
internal sealed class AnswerDroppingProxy : IAsyncDisposable
{
    private readonly IPEndPoint _server;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopped = new();
    private readonly Task _accepting;
    private int _drops;

    public AnswerDroppingProxy(Uri server)
    {
        _server = new IPEndPoint(IPAddress.Loopback, server.Port);
        _listener.Start();
        _accepting = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Dropped { get; private set; }

    public void DropNextAnswer() => Interlocked.Exchange(ref _drops, 1);

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopped.Dispose();
    }

    private async Task Accept()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(Serve(await _listener.AcceptTcpClientAsync(_stopped.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task Serve(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(_server, _stopped.Token);
                var requests = client.GetStream().CopyToAsync(server.GetStream(), _stopped.Token);
                await Task.WhenAny(requests, Answers(server.GetStream(), client.GetStream()));
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
            {
                // The one side or the other has hung up.
            }
        }
    }

    private async Task Answers(NetworkStream server, NetworkStream client)
    {
        var buffer = new byte[64 * 1024];
        for (int count; (count = await server.ReadAsync(buffer, _stopped.Token)) > 0;)
        {
            if (Interlocked.Exchange(ref _drops, 0) == 1)
            {
                Dropped++;
                return;
            }

            await client.WriteAsync(buffer.AsMemory(0, count), _stopped.Token);
        }
    }
}
