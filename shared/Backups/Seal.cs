using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ClickDeploy.Backups;

/// <summary>
/// How a stream is encrypted: 16 random bytes, then chunks of at most 64 KiB, each with 4 bytes of length (the last with the top bit), the content by
/// AES-256-GCM and 16 bytes of tag. The nonce is the chunk's number and the length is authenticated, so that chunks cannot be changed, dropped, repeated,
/// moved or cut off; the key of the chunks comes from the given one and the random bytes, so that it may be given twice. Final format.
/// </summary>
internal static class Seal
{
    public const int KeyLength = 32;
    public const int SaltLength = 16;
    public const int ChunkLength = 64 * 1024;
    public const int TagLength = 16;
    public const int HeadLength = 4;
    public const uint Last = 0x8000_0000;

    public static AesGcm Cipher(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt)
    {
        Span<byte> derived = stackalloc byte[KeyLength];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, derived, salt, "click-to-deploy backup"u8);
        return new AesGcm(derived, TagLength);
    }

    public static byte[] Nonce(long chunk)
    {
        var nonce = new byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(nonce, chunk);
        return nonce;
    }
}
