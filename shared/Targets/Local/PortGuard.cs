using System.Net;
using System.Net.Sockets;

namespace ClickDeploy.Targets.Local;

/// <summary>
/// Keeps two platforms on one machine from choosing the same port between their look at it and the start of what listens there: each holds a
/// name in the kernel, which goes with the process that holds it.
/// </summary>
internal sealed class PortGuard : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, Socket> _held = [];

    /// <summary>False when this or another platform holds the port, or any program listens at it.</summary>
    public bool TryHold(int port)
    {
        lock (_gate)
        {
            if (_held.ContainsKey(port) || Name(port) is not { } name)
                return false;
            if (!IsFree(port))
            {
                name.Dispose();
                return false;
            }
            _held.Add(port, name);
            return true;
        }
    }

    public void Release(int port)
    {
        lock (_gate)
        {
            if (_held.Remove(port, out var name))
                name.Dispose();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var name in _held.Values)
                name.Dispose();
            _held.Clear();
        }
    }

    private static Socket? Name(int port)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            // A leading NUL: a name of the kernel's, no file.
            socket.Bind(new UnixDomainSocketEndPoint($"\0clickdeploy-port-{port}"));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    private static bool IsFree(int port)
    {
        using var probe = new TcpListener(IPAddress.Loopback, port);
        try
        {
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
