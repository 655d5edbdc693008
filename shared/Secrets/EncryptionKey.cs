using System.Security.Cryptography;
using System.Text;
using ClickDeploy.Core;

namespace ClickDeploy.Secrets;

/// <summary>A key of this installation. What it seals is sealed by keys that are derived of it, one for each organisation and purpose.</summary>
internal sealed class EncryptionKey(byte[] key)
{
    public const int Length = 32;

    /// <summary>Names the key without telling it: the first four bytes of what is sealed with it.</summary>
    public byte[] Id { get; } = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 4, info: "clickdeploy key id"u8.ToArray());

    public string Name => Convert.ToHexStringLower(Id);

    public byte[] Derive(OrgId org, string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, key, Length, info: Encoding.UTF8.GetBytes($"clickdeploy {purpose} {org.Key}"));

    /// <summary>Null: the text is no key.</summary>
    public static EncryptionKey? Parse(string text) => Bytes(text) is { Length: Length } bytes ? new(bytes) : null;

    private static byte[]? Bytes(string text)
    {
        if (text.Length == 2 * Length && text.All(char.IsAsciiHexDigit))
        {
            return Convert.FromHexString(text);
        }

        var raw = Encoding.UTF8.GetBytes(text);
        if (raw.Length == Length)
        {
            return raw;
        }

        var decoded = new byte[text.Length];
        return Convert.TryFromBase64String(text.Replace('-', '+').Replace('_', '/'), decoded, out var count) ? decoded[..count] : null;
    }
}
