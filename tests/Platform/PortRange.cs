using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ClickDeploy.Tests.Platform;

/// <summary>Ports for the services of one platform, 500 of them, which no other platform of a test on this machine has meanwhile: not of another test process either.</summary>
internal sealed class PortRange : IDisposable
{
    private const int First = 20_000;
    private const int Size = 500;
    private const int Ranges = 24;
    private static readonly Lazy<PortRange> Own = new(Take);
    private static int _last = Environment.ProcessId;
    private static int _lastFree;

    private readonly FileStream _held;

    private PortRange(FileStream held, int number) => (_held, From) = (held, First + (number * Size));

    public int From { get; }

    public int To => From + Size - 1;

    public static PortRange Take()
    {
        for (var tries = 0; tries < Ranges; tries++)
        {
            var number = Interlocked.Increment(ref _last) % Ranges;
            try
            {
                // The lock goes with the process that has it.
                var file = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"click-deploy-tests-ports-{number}"));
                return new PortRange(new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), number);
            }
            catch (IOException)
            {
            }
        }

        throw new InvalidOperationException($"All {Ranges} ranges of ports are taken by other tests.");
    }

    /// <summary>A port for a server of this process's tests. No other test process takes it before the server has it, and no outgoing connection gets it.</summary>
    public static int Free()
    {
        for (var tries = 0; ; tries++)
        {
            var port = Own.Value.From + (Interlocked.Increment(ref _lastFree) % Size);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException) when (tries < Size)
            {
            }
        }
    }

    public void Dispose() => _held.Dispose();
}
