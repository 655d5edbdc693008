using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ClickDeploy.Backups;

/// <summary>Encrypts what is written to it (<see cref="Seal"/>). Without <see cref="Finish"/> nobody takes what came out for whole.</summary>
internal sealed class SealingStream(Stream output, byte[] key) : OneWayStream
{
    private readonly byte[] _salt = RandomNumberGenerator.GetBytes(Seal.SaltLength);
    private readonly byte[] _plain = new byte[Seal.ChunkLength];
    private readonly byte[] _sealed = new byte[Seal.HeadLength + Seal.ChunkLength + Seal.TagLength];
    private AesGcm? _cipher;
    private long _chunk;
    private int _filled;

    public override bool CanWrite => true;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            if (_filled == _plain.Length)
            {
                await Put(last: false, cancellationToken);
            }

            var part = buffer[..int.Min(buffer.Length, _plain.Length - _filled)];
            part.CopyTo(_plain.AsMemory(_filled));
            _filled += part.Length;
            buffer = buffer[part.Length..];
        }
    }

    /// <summary>Writes the last chunk.</summary>
    public async Task Finish(CancellationToken cancellation)
    {
        await Put(last: true, cancellation);
        await output.FlushAsync(cancellation);
    }

    protected override void Dispose(bool disposing)
    {
        _cipher?.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask Put(bool last, CancellationToken cancellation)
    {
        if (_cipher is null)
        {
            _cipher = Seal.Cipher(key, _salt);
            await output.WriteAsync(_salt, cancellation);
        }

        var head = _sealed.AsMemory(0, Seal.HeadLength);
        BinaryPrimitives.WriteUInt32LittleEndian(head.Span, (uint)_filled | (last ? Seal.Last : 0));
        _cipher.Encrypt(Seal.Nonce(_chunk++), _plain.AsSpan(0, _filled), _sealed.AsSpan(Seal.HeadLength, _filled), _sealed.AsSpan(Seal.HeadLength + _filled, Seal.TagLength), head.Span);
        await output.WriteAsync(_sealed.AsMemory(0, Seal.HeadLength + _filled + Seal.TagLength), cancellation);
        _filled = 0;
    }
}
