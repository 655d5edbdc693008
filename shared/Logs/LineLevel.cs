using ClickDeploy.Targets;

namespace ClickDeploy.Logs;

/// <summary>
/// How serious a line of a program is, by its own word for it: <c>level=warn</c>, <c>"level":"error"</c>, <c>[ERROR]</c>, <c>INFO:</c>, <c>panic:</c> near its beginning;
/// else by the output that it was written to.
/// </summary>
public static class LineLevel
{
    // A level stands before the message; further on it is part of what is told.
    private const int Look = 120;

    private static readonly (string Word, LogLevel Level)[] Words =
    [
        ("trace", LogLevel.Debug), ("debug", LogLevel.Debug), ("dbg", LogLevel.Debug),
        ("info", LogLevel.Info), ("inf", LogLevel.Info), ("information", LogLevel.Info), ("notice", LogLevel.Info), ("log", LogLevel.Info),
        ("warn", LogLevel.Warn), ("warning", LogLevel.Warn), ("wrn", LogLevel.Warn),
        ("error", LogLevel.Error), ("err", LogLevel.Error), ("fatal", LogLevel.Error), ("critical", LogLevel.Error), ("crit", LogLevel.Error), ("panic", LogLevel.Error), ("fail", LogLevel.Error),
    ];

    public static LogLevel Of(string line, OutputStream stream) => Named(line) ?? (stream == OutputStream.Stderr ? LogLevel.Error : LogLevel.Info);

    private static LogLevel? Named(string line)
    {
        var rest = line.AsSpan(0, Math.Min(line.Length, Look));
        for (var start = 0; start < rest.Length;)
        {
            if (!char.IsAsciiLetter(rest[start]))
            {
                start++;
                continue;
            }

            var length = 1;
            while (start + length < rest.Length && char.IsAsciiLetterOrDigit(rest[start + length]))
            {
                length++;
            }

            if (LevelOf(rest, start, length) is { } level)
            {
                return level;
            }

            start += length;
        }

        return null;
    }

    // A word of a sentence is no level: one is set off, or the first of the line.
    private static LogLevel? LevelOf(ReadOnlySpan<char> line, int start, int length)
    {
        foreach (var (word, level) in Words)
        {
            if (line.Slice(start, length).Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                var before = start == 0 ? ' ' : line[start - 1];
                var after = start + length == line.Length ? ' ' : line[start + length];
                var isName = (before, after) is ('"', '"') && start + length + 1 < line.Length && line[start + length + 1] == ':';
                return !isName && (before, after) is ('[' or '"' or '=' or '<' or '|', _) or (_, ':' or ']') || char.IsAsciiLetterUpper(line[start + length - 1]) ? level : null;
            }
        }

        return null;
    }
}
