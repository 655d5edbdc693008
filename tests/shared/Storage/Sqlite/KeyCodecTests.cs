using ClickDeploy.Storage.Sqlite;

namespace ClickDeploy.Tests.Shared.Storage.Sqlite;

public sealed class KeyCodecTests
{
    private static readonly string[] Keys =
        ["", " ", ",", "a", "a\0", "aa", "\u007F", "\u0080", "\u07FF", "\u0800", "\u2028", "\uD7FF", "\U00010000", "\U0001F600", "\U0010FFFF", "\uD800", "\uDFFF\uD800", "\uE000", "\uFFFF"];

    [Fact]
    public void Encode_Decoded_IsTheKey() => Assert.All(Keys, key => Assert.Equal(key, KeyCodec.Decode(KeyCodec.Encode(key))));

    [Fact]
    public void Encode_OrderOfBytes_IsThatOfUtf16()
    {
        foreach (var a in Keys)
        {
            foreach (var b in Keys)
                Assert.Equal(Math.Sign(string.CompareOrdinal(a, b)), Math.Sign(KeyCodec.Encode(a).AsSpan().SequenceCompareTo(KeyCodec.Encode(b))));
        }
    }

    [Fact]
    public void After_Prefix_IsAboveAllThatBeginSo()
    {
        foreach (var prefix in Keys)
        {
            var after = KeyCodec.After(prefix);
            Assert.All(Keys, key => Assert.True(KeyCodec.Encode(prefix + key).AsSpan().SequenceCompareTo(after) < 0));
            Assert.All(
                Keys.Where(key => string.CompareOrdinal(key, prefix) > 0 && !key.StartsWith(prefix, StringComparison.Ordinal)),
                key => Assert.True(KeyCodec.Encode(key).AsSpan().SequenceCompareTo(after) >= 0));
        }
    }
}
