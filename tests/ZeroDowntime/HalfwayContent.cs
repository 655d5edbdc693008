using System.Net;

namespace ClickDeploy.Tests.ZeroDowntime;

/// <summary>A body of which one half is sent at once, and the other when <paramref name="goOn"/> says so.</summary>
internal sealed class HalfwayContent(long bytes, Task goOn) : HttpContent
{
    private static readonly byte[] Chunk = new byte[64 << 10];
    private readonly TaskCompletionSource _halfway = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The first half has left this process.</summary>
    public Task Halfway => _halfway.Task;

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await Write(stream, bytes / 2);
        _halfway.TrySetResult();
        await goOn;
        await Write(stream, bytes - (bytes / 2));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = bytes;
        return true;
    }

    private static async Task Write(Stream stream, long count)
    {
        for (var left = count; left > 0; left -= Chunk.Length)
            await stream.WriteAsync(Chunk.AsMemory(0, (int)Math.Min(left, Chunk.Length)));
        await stream.FlushAsync();
    }
}
