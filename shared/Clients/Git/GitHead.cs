namespace ClickDeploy.Clients.Git;

/// <summary>A commit: its id, who wrote it and what about. <paramref name="Message"/> is whole, cut at 4,000 characters.</summary>
public sealed record GitHead(string Sha, string Author, string Message)
{
    private const int LongestMessage = 4000;
    private const int LongestAuthor = 200;

    /// <summary>Null: the text is no answer of <see cref="GitCommands.Head"/>.</summary>
    public static GitHead? Parse(string output) => output.Split('\0', 3) is [{ Length: 40 or 64 } sha, var author, var message]
        ? new(sha, Cut(author, LongestAuthor), Cut(message.Trim(), LongestMessage))
        : null;

    private static string Cut(string text, int length) => text.Length <= length ? text
        : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
