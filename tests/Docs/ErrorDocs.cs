using System.Text;
using System.Text.RegularExpressions;

namespace ClickDeploy.Tests.Docs;

/// <summary>docs/errors.md: every code that the platform answers or writes down, with what it says and what to do, as the code has them.</summary>
internal static partial class ErrorDocs
{
    private const string Head = """
        # Error codes

        Made from the code by `tests/docs.sh`. `…` is filled in by the platform. [Troubleshooting](troubleshooting.md) goes from what you see to the cause.

        ## Why a deployment failed, or a service is not running

        `error` of a deployment, `failure` of a service, and what `./ops deploy` shows at its end. Some are the answer to a request too, with status 409.

        | code | what it says | what to do |
        |---|---|---|

        """;

    private const string Refusals = """

        ## What the API refuses

        `code` of an answer (RFC 9457). A refused body (400, `invalid_request`) names each field in `errors`, with one of the codes below.

        | status | code | what it says |
        |---|---|---|

        """;

    private const string Fields = """

        ## What is wrong with a field

        `errors[].code` of an answer with status 400.

        | code | what it says |
        |---|---|

        """;

    /// <summary>The codes that a text of this kind names.</summary>
    public static IReadOnlySet<string> Codes(string text) => Named().Matches(text).Select(match => match.Groups["code"].Value).ToHashSet(StringComparer.Ordinal);

    public static string Text()
    {
        var calls = Generated.Sources().Where(source => !source.Path.StartsWith("functions/Development", StringComparison.Ordinal)).SelectMany(source => Calls(source.Text)).ToList();
        var text = new StringBuilder();
        Rows(text, Head, calls.Select(Failure));
        Rows(text, Refusals, calls.Select(Refusal));
        Rows(text, Fields, calls.Select(Field));
        return text.ToString();
    }

    private static IEnumerable<(string Called, IReadOnlyList<string> Arguments)> Calls(string source) =>
        Called().Matches(source).Select(match => (match.Groups["called"].Value, CallText.Arguments(source, match.Index + match.Length)));

    // new("code", message, fix): at least one of the two is a sentence of its own here.
    private static string? Failure((string Called, IReadOnlyList<string> Arguments) call) =>
        call is { Called: "new" or "new Failure", Arguments: [var code, var message, var fix, ..] } && Code(code) is { } word && Code(message) is null && (IsSentence(message) || IsSentence(fix))
            ? $"| `{word}` | {Shown(message)} | {Shown(fix)} |"
            : null;

    private static string? Refusal((string Called, IReadOnlyList<string> Arguments) call) => call switch
    {
        { Called: "new", Arguments: [var status, var code, var detail, ..] } when Status().IsMatch(status) && Code(code) is { } word => $"| {status} | `{word}` | {Shown(detail)} |",
        { Called: "Problem.Conflict" or "Conflict", Arguments: [var code, var detail] } when Code(code) is { } word => $"| 409 | `{word}` | {Shown(detail)} |",
        { Called: "Problem.Forbidden" or "Forbidden", Arguments: [var code, var detail] } when Code(code) is { } word => $"| 403 | `{word}` | {Shown(detail)} |",
        _ => null,
    };

    private static string? Field((string Called, IReadOnlyList<string> Arguments) call) =>
        call is { Called: "new" or "new FieldFault" or "Problem.Invalid" or "Invalid" or "Refuse" or "body.Refuse" or "fields.Refuse" or "faults.Add", Arguments: [var field, var code, var message] } && !Status().IsMatch(field) && CallText.Said(message) is { } said && Code(code) is { } word
            ? $"| `{word}` | {Generated.Cell(call.Called.EndsWith("Refuse", StringComparison.Ordinal) ? $"'{CallText.Said(field) ?? "…"}' {said}" : said)} |"
            : null;

    private static void Rows(StringBuilder text, string head, IEnumerable<string?> rows)
    {
        text.Append(head.TrimEnd()).Append('\n');
        foreach (var row in rows.OfType<string>().Distinct().Order(StringComparer.Ordinal))
            text.Append(row).Append('\n');
    }

    private static string Shown(string expression) => Generated.Cell(CallText.Said(expression) ?? "…");

    private static bool IsSentence(string expression) => CallText.Said(expression) is { } said && said.Contains(' ', StringComparison.Ordinal) && said.EndsWith('.');

    private static string? Code(string expression) => CallText.Said(expression) is { } said && Word().IsMatch(said) ? said : null;

    // … where the name of a step is filled in.
    [GeneratedRegex("^([a-z0-9]+|…)(_[a-z0-9]+)*$")]
    private static partial Regex Word();

    [GeneratedRegex(@"^\|( [45][0-9][0-9] \|)? `(?<code>[^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Named();

    [GeneratedRegex("^[45][0-9][0-9]$")]
    private static partial Regex Status();

    [GeneratedRegex(@"\b(?<called>new|new Failure|new FieldFault|(?:Problem\.)?(?:Conflict|Forbidden|Invalid)|(?:body\.|fields\.)?Refuse)\(")]
    private static partial Regex Called();
}
