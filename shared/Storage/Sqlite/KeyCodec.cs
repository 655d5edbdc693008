namespace ClickDeploy.Storage.Sqlite;

/// <summary>
/// Keys as bytes that SQLite's memcmp orders like their UTF-16 code units. Plain UTF-8 would put U+10000 and above behind U+FFFF, so
/// each code unit is written by itself, in one to three bytes (CESU-8). Final storage format.
/// </summary>
internal static class KeyCodec
{
    /// <summary>Above every key: no encoded byte is greater than 0xEF.</summary>
    public static readonly byte[] Top = [0xFF];

    public static byte[] Encode(string key)
    {
        var length = 0;
        foreach (var c in key)
            length += c < 0x80 ? 1 : c < 0x800 ? 2 : 3;

        var bytes = new byte[length];
        var at = 0;
        foreach (var c in key)
        {
            if (c < 0x80)
            {
                bytes[at++] = (byte)c;
            }
            else if (c < 0x800)
            {
                bytes[at++] = (byte)(0xC0 | (c >> 6));
                bytes[at++] = (byte)(0x80 | (c & 0x3F));
            }
            else
            {
                bytes[at++] = (byte)(0xE0 | (c >> 12));
                bytes[at++] = (byte)(0x80 | ((c >> 6) & 0x3F));
                bytes[at++] = (byte)(0x80 | (c & 0x3F));
            }
        }

        return bytes;
    }

    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        var chars = bytes.Length <= 512 ? stackalloc char[bytes.Length] : new char[bytes.Length];
        var length = 0;
        for (var at = 0; at < bytes.Length;)
        {
            int b = bytes[at++];
            if (b >= 0xE0)
                b = ((b & 0x0F) << 12) | ((bytes[at++] & 0x3F) << 6) | (bytes[at++] & 0x3F);
            else if (b >= 0xC0)
                b = ((b & 0x1F) << 6) | (bytes[at++] & 0x3F);
            chars[length++] = (char)b;
        }

        return new string(chars[..length]);
    }

    /// <summary>The bytes above every key that begins with <paramref name="prefix"/>.</summary>
    public static byte[] After(string prefix)
    {
        if (prefix.Length == 0)
            return Top;
        var bytes = Encode(prefix);
        bytes[^1]++; // never overflows: see Top
        return bytes;
    }
}
