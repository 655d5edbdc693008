using System.Text;

namespace ClickDeploy.Logs;

/// <summary>Cuts a program's output into lines. Bytes that are not UTF-8 become U+FFFD; a carriage return starts the line over, as on a terminal.</summary>
public static class OutputLines
{
    /// <summary>The lines of <paramref name="bytes"/>, each with the number of bytes up to its end. What follows the last line feed is a line only when <paramref name="atEnd"/>, or when it is longer than <paramref name="maxLine"/>.</summary>
    public static IEnumerable<(string Text, int End)> Cut(byte[] bytes, bool atEnd, int maxLine)
    {
        var start = 0;
        while (start < bytes.Length)
        {
            var length = bytes.AsSpan(start).IndexOf((byte)'\n');
            var rest = bytes.Length - start;
            if (length < 0 && !atEnd && rest <= maxLine)
            {
                yield break;
            }

            var end = length < 0 ? bytes.Length : start + length + 1;
            yield return (Text(bytes.AsSpan(start, (length < 0 ? bytes.Length : start + length) - start)), end);
            start = end;
        }
    }

    private static string Text(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd((byte)'\r');
        return Encoding.UTF8.GetString(line[(line.LastIndexOf((byte)'\r') + 1)..]).Replace('\0', '\uFFFD');
    }
}
