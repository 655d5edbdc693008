using System.Text;
using System.Text.RegularExpressions;
using ClickDeploy.Tests.Functions;

namespace ClickDeploy.Tests.Docs;

/// <summary>
/// docs/configuration.md. Names: what the code asks its configuration for. Meaning: the comment of an options class that begins with the name.
/// Default and range: the sentence with which a start is refused when the setting is nonsense.
/// </summary>
internal static partial class SettingDocs
{
    private const string Nonsense = "?";

    private const string Head = """
        # Configuration

        Made from the code by `tests/docs.sh`; a test fails when it is stale.

        The platform reads these settings as environment variables, or from `Values` of `local.settings.json` beside `host.json`; a variable wins. One that cannot be used
        ends the start with one sentence that names it, its value and what to set. `./up` sets `PORT` and `PROXY_PORT` (by its flags), `DATA_DIR`, `DATABASE_URL` or
        `AzureWebJobsStorage`, `CADDY_ADMIN_URL` and `WEB_ROOT` itself and passes all others on:

        ```
        KEPT_RELEASES=3 DRAIN_SECONDS=30 ./up
        ```

        `host.json` has what the Azure Functions host reads there too: `functionTimeout` (how long a request, a timer or an activity may take), `extensions.durableTask.hubName`
        and `maxConcurrentActivityFunctions`, `defaultVersion` (of orchestrations that are started without a version), `logging.logLevel`. A variable `AzureFunctionsJobHost__extensions__durableTask__hubName` overrides it, and so on;
        `Logging__LogLevel__Default=Debug` makes the log talkative.

        | setting | default | may be | meaning |
        |---|---|---|---|

        """;

    // Not for people: what only tests set, and what only this repository's scripts do.
    private static readonly string[] Internal = ["CRASH_AT"];

    public static async Task<string> Text()
    {
        var sources = Generated.Sources().ToList();
        var names = sources.SelectMany(source => Reads().Matches(source.Text).Select(match => match.Groups["name"].Value)).Distinct().Except(Internal).Order(StringComparer.Ordinal).ToList();
        var text = new StringBuilder(Head.TrimEnd() + "\n");
        foreach (var name in names)
        {
            var (allowed, otherwise) = await Range(name);
            text.Append($"| `{name}` | {Generated.Cell(otherwise)} | {Generated.Cell(allowed)} | {Generated.Cell(Meaning(name, sources))} |\n");
        }

        return text.ToString();
    }

    private static string Meaning(string name, List<(string Path, string Text)> sources)
    {
        var found = sources.SelectMany(source => Comments().Matches(source.Text).Select(match => match.Groups)).FirstOrDefault(groups => groups["name"].Value == name || groups["second"].Value == name);
        Assert.True(found is not null, $"The setting {name} is not explained: begin the comment of its option with '{name}: ' (as KEPT_RELEASES in shared/Releases/ReleaseOptions.cs).");
        var text = Tags().Replace(found["text"].Value, tag => tag.Groups["see"].Success ? tag.Groups["see"].Value : "`");
        return char.ToUpperInvariant(text[0]) + text[1..];
    }

    private static async Task<(string Allowed, string Otherwise)> Range(string name)
    {
        try
        {
            var sentences = await TestApp.Refusal(new Dictionary<string, string?> { [name] = Nonsense });
            var match = sentences.Select(sentence => Sentence().Match(sentence)).FirstOrDefault(match => match.Success && match.Groups["name"].Value == name);
            return match is null ? ("", "") : (match.Groups["allowed"].Value, match.Groups["otherwise"].Value);
        }
        catch (Xunit.Sdk.ThrowsException)
        {
            // Anything may be set.
            return ("", "");
        }
    }

    [GeneratedRegex("(?:[cC]onfiguration\\[|Number\\(|reader\\.Text\\()\"(?<name>[A-Z][A-Z0-9_]{3,}|AzureWebJobsStorage)\"")]
    private static partial Regex Reads();

    [GeneratedRegex("""/// <summary>(?:<c>)?(?<name>[A-Z][A-Z0-9_]{3,}|AzureWebJobsStorage)(?:</c>)?(?: and (?:<c>)?(?<second>[A-Z][A-Z0-9_]{3,})(?:</c>)?)?: (?<text>.+?)</summary>""")]
    private static partial Regex Comments();

    [GeneratedRegex("""</?c>|<see cref="(?:\w+\.)?(?<see>\w+)"/>""")]
    private static partial Regex Tags();

    [GeneratedRegex("""^(?<name>\w+) (?:is|has) .*?set it to (?<allowed>.+?)(?:, or remove it for (?:the default|(?<otherwise>[^ ]+?)))?(?:; [^.]+)?\.$""")]
    private static partial Regex Sentence();
}
