using System.Text;

namespace ClickDeploy.Logs;

/// <summary>Cuts a program's output into lines. Bytes that are not UTF-8 become U+FFFD; a carriage return starts the line over, as on a terminal.</summary>
public static class OutputLines
{
    // Far more than is kept of a line, so that whoever looks for something in it finds what lies across that border.
    private const int MostText = 128 << 10;

    /// <summary>The lines of <paramref name="bytes"/>, each with the number of bytes up to its end. What follows the last line feed is a line only when <paramref name="atEnd"/>, or when it is longer than <paramref name="maxLine"/>.</summary>
    public static IEnumerable<(string Text, int End)> Cut(ReadOnlyMemory<byte> bytes, bool atEnd, int maxLine)
    {
        var start = 0;
        while (start < bytes.Length)
        {
            var length = bytes.Span[start..].IndexOf((byte)'\n');
            var rest = bytes.Length - start;
            if (length < 0 && !atEnd && rest <= maxLine)
            {
                yield break;
            }

            var end = length < 0 ? bytes.Length : start + length + 1;
            yield return (Text(bytes.Span[start..(length < 0 ? bytes.Length : start + length)]), end);
            start = end;
        }
    }

    private static string Text(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd((byte)'\r');
        line = line[(line.LastIndexOf((byte)'\r') + 1)..];
        return Encoding.UTF8.GetString(line[..Math.Min(line.Length, MostText)]).Replace('\0', '\uFFFD');
    }
}
