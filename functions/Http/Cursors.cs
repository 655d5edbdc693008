using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using ClickDeploy.Functions.Auth;

namespace ClickDeploy.Functions.Http;

/// <summary>Where a list goes on: the last key, signed together with the list that it belongs to, so that nobody can make one up.</summary>
public sealed class Cursors(SigningKeys keys)
{
    private const int SignatureLength = 16;
    private readonly byte[] _key = keys.Derive("cursor");

    public string Seal(string scope, string key)
    {
        var text = Encoding.UTF8.GetBytes(key);
        return Base64Url.EncodeToString([.. Sign(scope, text), .. text]);
    }

    /// <summary>The key; null: it is no cursor of this list.</summary>
    public string? Open(string scope, string cursor)
    {
        if (!Base64Url.IsValid(cursor, out var length) || length < SignatureLength)
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(cursor);
        var text = bytes.AsSpan(SignatureLength);
        return CryptographicOperations.FixedTimeEquals(Sign(scope, text), bytes.AsSpan(0, SignatureLength)) ? Encoding.UTF8.GetString(text) : null;
    }

    private byte[] Sign(string scope, ReadOnlySpan<byte> text)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes(scope), 0, .. text];
        return HMACSHA256.HashData(_key, signed)[..SignatureLength];
    }
}
