using System.Text;
using ClickDeploy.Core;
using ClickDeploy.Secrets;

namespace ClickDeploy.Tests.Shared.Secrets;

public sealed class SecretMaskTests
{
    private const string Secret = "s3cr/t+ \"käse\" \\ß$$";

    [Fact]
    public void Text_WithoutASecret_IsTheSame() => Assert.Equal("nothing to hide", Mask(Secret).Text("nothing to hide"));

    [Fact]
    public void Text_WithASecret_HidesItEverywhere() => Assert.Equal("a=**** b=****.", Mask("hunter22").Text("a=hunter22 b=hunter22."));

    [Theory]
    [InlineData("abcd", "cdef", "xabcdefx", "x****x")]
    [InlineData("abcd", "abcdef", "abcdefg", "****g")]
    [InlineData("abcd", "abcdef", "abcdex", "****ex")]
    public void Text_SecretsThatOverlap_ShowsNoPartOfEither(string one, string other, string text, string shown) => Assert.Equal(shown, Mask(one, other).Text(text));

    [Fact]
    public void Text_Encoded_IsHidden()
    {
        var mask = Mask(Secret);
        var bytes = Encoding.UTF8.GetBytes(Secret);
        string[] forms =
        [
            Convert.ToHexString(bytes), Convert.ToHexStringLower(bytes), Uri.EscapeDataString(Secret), System.Net.WebUtility.UrlEncode(Secret), System.Text.Json.JsonSerializer.Serialize(Secret)[1..^1],
            System.Text.Json.JsonSerializer.Serialize(Secret, Json.Options)[1..^1], System.Net.WebUtility.HtmlEncode(Secret),
            "s3cr\\/t+ \\\"k\\u00e4se\\\" \\\\\\u00df$$",
        ];
        Assert.All(forms, form => Assert.Equal("<****>", mask.Text($"<{form}>")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("u")]
    [InlineData("user:")]
    [InlineData("a longer one:")]
    public void Text_Base64OfATextWithTheSecret_DoesNotGiveItBack(string before)
    {
        foreach (var after in (string[])["", "x", "yz", "more behind it"])
        {
            var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(before + Secret + after));
            foreach (var written in (string[])[encoded, encoded.Replace('+', '-').Replace('/', '_').TrimEnd('=')])
            {
                var shown = Mask(Secret).Text(written);
                Assert.Contains("****", shown);
                // What is left of it are the digits that it shares with its neighbours.
                Assert.True(shown.Length - 4 <= Convert.ToBase64String(Encoding.UTF8.GetBytes(before + after)).Length + 4, shown);
            }
        }
    }

    [Fact]
    public void Text_LinesOfALongSecret_AreHidden()
    {
        var mask = Mask("-----BEGIN KEY-----\r\nMIIEvQIBADANBg\nx\n-----END KEY-----\n");
        Assert.Equal("one **** two", mask.Text("one MIIEvQIBADANBg two"));
        Assert.Equal("x", mask.Text("x"));
    }

    [Fact]
    public void Text_PasswordOfAnAddress_IsHiddenAlone()
    {
        var mask = Mask("postgres://app:p%40ss%2Fword@db:5432/shop");
        Assert.Equal("as ****, ****, ****", mask.Text("as p%40ss%2Fword, p@ss/word, postgres://app:p%40ss%2Fword@db:5432/shop"));
    }

    [Fact]
    public void Text_ShorterThanFourBytes_StaysReadable() => Assert.Equal("a yes is a yes", Mask("yes").Text("a yes is a yes"));

    [Theory]
    [InlineData("the end is hunt", "the end is ****")]
    [InlineData("the end is hun", "the end is hun")]
    public void Text_CutWithinASecret_HidesItsBeginning(string text, string shown) => Assert.Equal(shown, Mask("hunter22").Text(text, cutOff: true));

    [Fact]
    public void Stream_SplitAnywhere_HidesAsTheWholeDoes()
    {
        var mask = Mask("hunter22", "hunter22andmore", Secret);
        var whole = Encoding.UTF8.GetBytes($"x hunter22 y hunter22andmor z {Secret}hunter22andmore hunter2 {Secret}");
        var expected = mask.Bytes(whole);
        for (var first = 0; first <= whole.Length; first++)
        {
            for (var second = first; second <= whole.Length; second += 7)
            {
                var stream = mask.Stream();
                byte[] shown = [.. stream.Write(whole.AsSpan(0, first)), .. stream.Write(whole.AsSpan(first, second - first)), .. stream.Write(whole.AsSpan(second)), .. stream.End()];
                Assert.Equal(Encoding.UTF8.GetString(expected), Encoding.UTF8.GetString(shown));
            }
        }
    }

    [Fact]
    public void Stream_OneByteAtATime_HoldsBackNoMoreThanASecret()
    {
        var mask = Mask("hunter22");
        var stream = mask.Stream();
        var shown = new List<byte>();
        var written = 0;
        foreach (var one in Encoding.UTF8.GetBytes("hunting hunter21 and hunter22 for ever"))
        {
            shown.AddRange(stream.Write([one]));
            written++;
            Assert.True(written - shown.Count <= mask.Longest + 4);
        }

        shown.AddRange(stream.End());
        Assert.Equal("hunting hunter21 and **** for ever", Encoding.UTF8.GetString([.. shown]));
    }

    [Fact]
    public void Settled_ReadAgainFromThere_SeesEverySecretWhole()
    {
        var mask = Mask("hunter22", "22aa22");
        var whole = Encoding.UTF8.GetBytes("a hunter22aa22 b hunter22 c hunter2");
        for (var window = 20; window <= whole.Length; window++)
        {
            var shown = new List<byte>();
            for (var at = 0; at < whole.Length;)
            {
                var end = Math.Min(whole.Length, at + window);
                var bytes = whole.AsSpan(at, end - at);
                var settled = end == whole.Length ? bytes.Length : mask.Settled(bytes);
                Assert.True(settled > 0);
                shown.AddRange(mask.Bytes(bytes[..settled]));
                at += settled;
            }

            Assert.Equal("a **** b **** c hunter2", Encoding.UTF8.GetString([.. shown]));
        }
    }

    [Fact]
    public void Bytes_NotUtf8_KeepsWhatIsNoSecret() => Assert.Equal([0xff, .. "****"u8, 0xfe], Mask("hunter22").Bytes([0xff, .. "hunter22"u8, 0xfe]));

    [Fact]
    public void None_HidesNothing()
    {
        Assert.Same(SecretMask.None, SecretMask.Of([]));
        Assert.Equal(3, SecretMask.None.Settled("abc"u8));
    }

    private static SecretMask Mask(params string[] secrets) => SecretMask.Of(secrets.Select(secret => new Sensitive<string>(secret)));
}
