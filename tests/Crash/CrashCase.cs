using System.Globalization;
using System.Text.RegularExpressions;

namespace ClickDeploy.Tests.Crash;

/// <summary>
/// When the platform is killed: at a border, or some milliseconds after the deployment was asked for. <paramref name="Deployment"/> 1 is a service's
/// first; 2 replaces one that is live. Written <c>2:17</c> and <c>2@350</c>, with <c>node</c> behind it for the sample with a build.
/// </summary>
internal sealed partial record CrashCase(int Deployment, int? Border, int? Milliseconds, bool Node = false)
{
    public static CrashCase Parse(string text) => Form().Match(text) is { Success: true } match
        ? new(
            Number(match, "deployment"),
            match.Groups["kind"].Value == ":" ? Number(match, "at") : null,
            match.Groups["kind"].Value == "@" ? Number(match, "at") : null,
            match.Groups["node"].Success)
        : throw new FormatException($"'{text}' is no case: write 2:17 (the 17th border of the second deployment) or 2@350 (after 350 ms), and node behind it for the Node sample.");

    /// <summary>
    /// <paramref name="count"/> cases spread over all borders, of the first and the second deployment in turn; every sixth at a random time instead.
    /// The same seed gives the same places, in parts of what <paramref name="measured"/> says is there.
    /// </summary>
    public static IReadOnlyList<CrashCase> Sample(int count, int seed, CrashMeasure measured, bool node = false)
    {
        var random = new Random(seed);
        var cases = new List<CrashCase>();
        for (var n = 0; n < count; n++)
        {
            var deployment = (n % 2) + 1;
            // Each from its own part of the whole, so that no stretch is left out.
            var place = (n + random.NextDouble()) / count;
            cases.Add(n % 6 >= 4
                ? new(deployment, null, (int)(place * measured.Milliseconds(deployment)), node)
                : new(deployment, 1 + (int)(place * measured.Borders(deployment)), null, node));
        }

        return [.. cases.OrderBy(_ => random.Next())];
    }

    public override string ToString() => $"{Deployment}{(Border is { } border ? $":{border}" : $"@{Milliseconds}")}{(Node ? " node" : "")}";

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("^(?<deployment>[12])(?<kind>[:@])(?<at>[0-9]{1,6})(?<node> node)?$")]
    private static partial Regex Form();
}

/// <summary>How many borders a deployment has, and how long it takes, as seen in a run that was not disturbed: of the first, and of the second.</summary>
internal sealed record CrashMeasure(IReadOnlyList<int> BordersOf, IReadOnlyList<int> MillisecondsOf)
{
    public int Borders(int deployment) => BordersOf[deployment - 1];

    public int Milliseconds(int deployment) => MillisecondsOf[deployment - 1];
}
