namespace ClickDeploy.Backups;

/// <summary>A stream of a length that was said before: what grows meanwhile is cut, what shrinks is filled with zeros, so that what follows in an archive stays in its place.</summary>
internal sealed class ExactStream(long length, Func<Memory<byte>, long, CancellationToken, ValueTask<int>> read) : OneWayStream
{
    private readonly Stream? _owned;
    private long _at;

    /// <param name="file">As long as it is now; is closed with this.</param>
    public ExactStream(FileStream file)
        : this(file.Length, (buffer, _, cancellation) => file.ReadAsync(buffer, cancellation)) => _owned = file;

    public override bool CanRead => true;

    // An archive asks for the length of those only.
    public override bool CanSeek => true;

    public override long Length => length;

    public override long Position
    {
        get => _at;
        set => _at = value == _at ? _at : throw new NotSupportedException(Once);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var wanted = buffer[..(int)long.Min(buffer.Length, length - _at)];
        if (wanted.IsEmpty)
        {
            return 0;
        }

        var count = await read(wanted, _at, cancellationToken);
        if (count == 0)
        {
            wanted.Span.Clear();
            count = wanted.Length;
        }

        _at += count;
        return count;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_owned is not null)
        {
            await _owned.DisposeAsync();
        }

        await base.DisposeAsync();
    }
}
