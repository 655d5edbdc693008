using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ClickDeploy.Backups;

/// <summary>Decrypts what <see cref="SealingStream"/> wrote. Gives nothing that was not authenticated; anything wrong is a <see cref="BackupException"/>.</summary>
internal sealed class OpeningStream(Stream input, byte[] key) : OneWayStream
{
    private const string Copy = "Take another copy of the file.";

    private readonly byte[] _head = new byte[Seal.HeadLength];
    private readonly byte[] _sealed = new byte[Seal.ChunkLength + Seal.TagLength];
    private readonly byte[] _plain = new byte[Seal.ChunkLength];
    private AesGcm? _cipher;
    private long _chunk;
    private int _at;
    private int _filled;
    private bool _ended;

    public override bool CanRead => true;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_at == _filled && !_ended && !buffer.IsEmpty)
        {
            await Take(cancellationToken);
        }

        var count = int.Min(buffer.Length, _filled - _at);
        _plain.AsMemory(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        _cipher?.Dispose();
        base.Dispose(disposing);
    }

    private async Task Take(CancellationToken cancellation)
    {
        if (_cipher is null)
        {
            var salt = new byte[Seal.SaltLength];
            await Fill(salt, cancellation);
            _cipher = Seal.Cipher(key, salt);
        }

        await Fill(_head, cancellation);
        var head = BinaryPrimitives.ReadUInt32LittleEndian(_head);
        var (length, last) = ((int)(head & ~Seal.Last), (head & Seal.Last) != 0);
        if (length > Seal.ChunkLength)
        {
            throw Damaged();
        }

        await Fill(_sealed.AsMemory(0, length + Seal.TagLength), cancellation);
        Open(length);
        (_at, _filled, _ended) = (0, length, last);
        if (last && await input.ReadAsync(_sealed.AsMemory(0, 1), cancellation) != 0)
        {
            throw new BackupException($"Something was added behind the end of the backup. {Copy}");
        }
    }

    private void Open(int length)
    {
        try
        {
            _cipher!.Decrypt(Seal.Nonce(_chunk), _sealed.AsSpan(0, length), _sealed.AsSpan(length, Seal.TagLength), _plain.AsSpan(0, length), _head);
            _chunk++;
        }
        catch (AuthenticationTagMismatchException)
        {
            throw Damaged();
        }
    }

    private async Task Fill(Memory<byte> buffer, CancellationToken cancellation)
    {
        if (await input.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation) < buffer.Length)
        {
            throw new BackupException($"The backup is not whole: it was cut off after about {_chunk * Seal.ChunkLength} bytes. {Copy}");
        }
    }

    private BackupException Damaged() => new(_chunk == 0
        ? "The passphrase or key is not the one of this backup (or its beginning is damaged). Give the one that it was made with."
        : $"The backup was changed or is damaged after about {_chunk * Seal.ChunkLength} bytes. {Copy}");
}
