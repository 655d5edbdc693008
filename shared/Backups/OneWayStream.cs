namespace ClickDeploy.Backups;

/// <summary>
/// A stream that is read, or written, once from its beginning to its end, and only asynchronously: archives go through it that may be larger than the
/// memory, to and from networks, and a call that blocks would hold a thread for as long. Whoever asks for more than that is at fault.
/// </summary>
internal abstract class OneWayStream : Stream
{
    protected const string Once = "It goes forward only.";
    private const string Asynchronously = "Read and write asynchronously.";

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException(Once);

    public override long Position
    {
        get => throw new NotSupportedException(Once);
        set => throw new NotSupportedException(Once);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new NotSupportedException("It is written only.");

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw new NotSupportedException("It is read only.");

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException(Asynchronously);

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException(Asynchronously);

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
        // What is written goes on when it is whole.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException(Once);

    public override void SetLength(long value) => throw new NotSupportedException(Once);
}
