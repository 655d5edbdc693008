using System.Globalization;
using System.Text;

namespace ClickDeploy.Functions.Http;

/// <summary>Writes server-sent events; a comment at least every 15 s, so that neither side takes silence for death.</summary>
internal sealed class ServerSentEventWriter(Stream body, TimeProvider time, CancellationToken aborted) : EventWriter(aborted)
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);
    private DateTimeOffset _last = time.GetUtcNow();

    public override Task Write(long id, ReadOnlyMemory<byte> data) => Write("id", id.ToString(CultureInfo.InvariantCulture), data);

    public override Task Write(string name, ReadOnlyMemory<byte> data) => Write("event", name, data);

    public override async Task Flush()
    {
        if (time.GetUtcNow() - _last >= Heartbeat)
        {
            await body.WriteAsync(": still here\n\n"u8.ToArray(), Aborted);
            _last = time.GetUtcNow();
        }

        await body.FlushAsync(Aborted);
    }

    public override async Task End()
    {
        await Write("end", "{}"u8.ToArray());
        await body.FlushAsync(Aborted);
    }

    private async Task Write(string field, string value, ReadOnlyMemory<byte> data)
    {
        await body.WriteAsync(Encoding.UTF8.GetBytes($"{field}: {value}\ndata: "), Aborted);
        await body.WriteAsync(data, Aborted);
        await body.WriteAsync("\n\n"u8.ToArray(), Aborted);
        _last = time.GetUtcNow();
    }
}
