using System.Buffers;
using ClickDeploy.Processes;
using Microsoft.Win32.SafeHandles;

namespace ClickDeploy.Targets.Local;

/// <summary>An output file of an instance, read from where the sink says it was kept; what is kept is given back to the disk.</summary>
internal sealed class FollowedFile(string path, OutputSource source, long mostWaiting, IOutputSink sink, TimeProvider time) : IDisposable
{
    private const int Chunk = 256 << 10;

    // One line is read whole up to here.
    private const int LargestChunk = 4 << 20;

    // Stays in the file, for whoever asks for its last lines.
    private const long Left = 256 << 10;
    private const long PunchStep = 512 << 10;
    private static readonly TimeSpan Growing = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LineFeedPatience = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _one = new(1);
    private SafeFileHandle? _file;
    private long _seen;
    private long _seenAt;
    private long? _kept;
    private long _punched;
    private bool _waitsForLineFeed;

    public bool HasNews
    {
        get
        {
            var before = _seen;
            var length = Look();
            if (length != before)
                return true;
            return _kept is { } kept ? kept < length && (!_waitsForLineFeed || IsQuiet) : length > 0;
        }
    }

    public bool IsGrowing => _seenAt > 0 && time.GetElapsedTime(_seenAt) < Growing;

    private bool IsQuiet => time.GetElapsedTime(_seenAt) >= LineFeedPatience;

    /// <summary>Hands over all that is there. <paramref name="atEnd"/>: nothing more is waited for.</summary>
    public async Task Read(bool atEnd, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            _kept ??= await sink.OffsetOf(source, cancellation);
            while (await ReadChunk(atEnd, cancellation))
                Punch();
        }
        finally
        {
            _one.Release();
        }
    }

    public Task End(CancellationToken cancellation) => sink.End(source, cancellation);

    public void Dispose() => _file?.Dispose();

    // False when there is no more now.
    private async Task<bool> ReadChunk(bool atEnd, CancellationToken cancellation)
    {
        var (length, kept) = (Look(), _kept!.Value);
        if (length <= kept || _file is not { } file)
            return false;
        if (Lost(file, kept, length) is { } next)
        {
            await sink.Miss(source, kept, next, cancellation);
            _kept = next;
            return true;
        }
        for (var size = Chunk; ; size *= 4)
        {
            var buffer = ArrayPool<byte>.Shared.Rent(size);
            try
            {
                var read = Fill(file, buffer.AsMemory(0, size), kept);
                var whole = read < size;
                if (ZerosOfAHole(buffer.AsSpan(0, read)) is > 0 and var zeros)
                {
                    await sink.Miss(source, kept, kept + zeros, cancellation);
                    _kept = kept + zeros;
                    return true;
                }
                var now = await sink.Keep(source, kept, buffer.AsMemory(0, read), whole ? Rest(atEnd) : OutputRest.Waits, cancellation);
                _kept = now;
                _waitsForLineFeed = now == kept && whole;
                if (now > kept || whole || size >= LargestChunk)
                    return now > kept;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }

    // Where reading can go on, if the next bytes are gone: the wrapper gives them back when nobody reads, and so does this when it falls far behind.
    private long? Lost(SafeFileHandle file, long kept, long length)
    {
        var data = Libc.Seek(file, kept, Libc.SeekData);
        var next = Math.Max(data, length - kept > mostWaiting ? length - (mostWaiting / 2) : kept);
        return next > kept ? next : null;
    }

    private OutputRest Rest(bool atEnd) => atEnd ? OutputRest.Ends : IsQuiet ? OutputRest.Shows : OutputRest.Waits;

    // A hole ends within a page, whose beginning is zeros then.
    private static int ZerosOfAHole(ReadOnlySpan<byte> bytes)
    {
        const int fewest = 64;
        var zeros = bytes.IndexOfAnyExcept((byte)0) is >= 0 and var first ? first : bytes.Length;
        return zeros >= fewest ? zeros : 0;
    }

    private void Punch()
    {
        var to = (_kept!.Value - Left) & ~4095L;
        if (to - _punched < PunchStep || _file is not { } file)
            return;
        // A file system without holes keeps it all; that is no error of the instance's.
        _ = Libc.Fallocate(file, Libc.PunchHoleKeepSize, 0, to);
        _punched = to;
    }

    private long Look()
    {
        var length = Length();
        if (length != _seen)
            (_seen, _seenAt) = (length, time.GetTimestamp());
        return length;
    }

    private long Length()
    {
        if (_file is null && !File.Exists(path))
            return 0;
        try
        {
            _file ??= File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            return RandomAccess.GetLength(_file);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException or ObjectDisposedException)
        {
            return 0;
        }
    }

    private static int Fill(SafeFileHandle file, Memory<byte> buffer, long offset)
    {
        var filled = 0;
        while (filled < buffer.Length && RandomAccess.Read(file, buffer.Span[filled..], offset + filled) is > 0 and var read)
            filled += read;
        return filled;
    }
}
