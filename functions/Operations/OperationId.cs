namespace ClickDeploy.Functions.Operations;

/// <summary>What an orchestration's id looks like: it becomes part of a row key.</summary>
internal static class OperationId
{
    private const int Longest = 100;

    public static bool IsValid(string id) => id.Length is > 0 and <= Longest && id.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');
}
