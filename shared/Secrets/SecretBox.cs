using System.Security.Cryptography;
using System.Text;
using ClickDeploy.Core;

namespace ClickDeploy.Secrets;

/// <summary>
/// Seals what users entrust to the platform: AES-256-GCM with a key of its own for each organisation. What is sealed for one place (a row's identity) opens
/// at no other. Layout: 1, the key's id (4), nonce (12), tag (16), the text.
/// </summary>
public sealed class SecretBox(EncryptionKeys keys)
{
    private const byte Version = 1;
    private const int IdLength = 4;
    internal const int NonceLength = 12;
    private const int TagLength = 16;
    private const int HeadLength = 1 + IdLength + NonceLength + TagLength;

    public async ValueTask<byte[]> Seal(OrgId org, string place, ReadOnlyMemory<byte> plain, CancellationToken cancellation = default)
    {
        await keys.Know(org, cancellation);
        return Seal((await keys.Ring(cancellation)).Current, org, place, RandomNumberGenerator.GetBytes(NonceLength), plain.Span);
    }

    /// <summary>The same sealed with the present key; null: it is, or no key that is here opens it. Of the same box it is always the same, so that copies stay copies.</summary>
    public async ValueTask<byte[]?> Reseal(OrgId org, string place, ReadOnlyMemory<byte> box, CancellationToken cancellation = default) =>
        Reseal(await keys.Ring(cancellation), org, place, box.Span);

    /// <exception cref="SecretUnreadableException">It was changed, is of another place, or of a key that is not here.</exception>
    public async ValueTask<byte[]> Open(OrgId org, string place, ReadOnlyMemory<byte> box, CancellationToken cancellation = default)
    {
        var ring = await keys.Ring(cancellation);
        // What an earlier release sealed.
        await keys.Know(org, cancellation);
        return Open(ring, org, place, box.Span);
    }

    /// <summary>Tells whether two values of a place are the same, and nothing else of them: 128 bits in hexadecimal, keyed.</summary>
    public async ValueTask<string> Digest(OrgId org, string place, string value, CancellationToken cancellation = default)
    {
        var key = (await keys.Ring(cancellation)).DigestKey;
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{org.Key}\n{place}\n{value}")))[..32];
    }

    internal static byte[] Seal(EncryptionKey key, OrgId org, string place, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plain)
    {
        var box = new byte[HeadLength + plain.Length];
        box[0] = Version;
        key.Id.CopyTo(box, 1);
        nonce.CopyTo(box.AsSpan(1 + IdLength));
        using var cipher = new AesGcm(key.Derive(org, "secrets"), TagLength);
        cipher.Encrypt(nonce, plain, box.AsSpan(HeadLength), box.AsSpan(HeadLength - TagLength, TagLength), Place(org, place));
        return box;
    }

    internal static byte[] Open(KeyRing ring, OrgId org, string place, ReadOnlySpan<byte> box)
    {
        if (box.Length < HeadLength || box[0] != Version || ring.Find(box.Slice(1, IdLength)) is not { } key)
        {
            throw new SecretUnreadableException(place);
        }

        var plain = new byte[box.Length - HeadLength];
        using var cipher = new AesGcm(key.Derive(org, "secrets"), TagLength);
        try
        {
            cipher.Decrypt(box.Slice(1 + IdLength, NonceLength), box[HeadLength..], box.Slice(HeadLength - TagLength, TagLength), plain, Place(org, place));
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new SecretUnreadableException(place);
        }
    }

    internal static byte[]? Reseal(KeyRing ring, OrgId org, string place, ReadOnlySpan<byte> box)
    {
        if (box.Length < HeadLength || box.Slice(1, IdLength).SequenceEqual(ring.Current.Id))
        {
            return null;
        }

        try
        {
            var plain = Open(ring, org, place, box);
            // Of the box, so that no other text has the same nonce.
            var nonce = HMACSHA256.HashData(ring.Current.Derive(org, "nonces"), box)[..NonceLength];
            return Seal(ring.Current, org, place, nonce, plain);
        }
        catch (SecretUnreadableException)
        {
            return null;
        }
    }

    private static byte[] Place(OrgId org, string place) => Encoding.UTF8.GetBytes($"{org.Key}\n{place}");
}
