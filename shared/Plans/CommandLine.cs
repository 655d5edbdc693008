using System.Text.RegularExpressions;

namespace ClickDeploy.Plans;

/// <summary>Commands as text for the shell that runs a plan.</summary>
internal static partial class CommandLine
{
    /// <summary>A word from a repository as one word of a command, whatever is in it.</summary>
    public static string Word(string text) => Plain().IsMatch(text) ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>A file's name as an argument that is no option.</summary>
    public static string File(string path) => Word(path.StartsWith('-') ? "./" + path : path);

    /// <summary>One after the other, as long as each succeeds; null when there is none.</summary>
    public static string? Join(params IEnumerable<string?> commands) => string.Join(" && ", commands.OfType<string>()) is { Length: > 0 } line ? line : null;

    /// <summary>Whether <paramref name="program"/> is a word of the command.</summary>
    public static bool Names(string? command, string program) => command?.Split([' ', '\t', '\n', ';', '&', '|', '(', ')', '=']).Contains(program) ?? false;

    [GeneratedRegex(@"\A[A-Za-z0-9_./:@%+=,-]+\z")]
    private static partial Regex Plain();
}
