using System.Globalization;
using System.Text.RegularExpressions;

namespace ClickDeploy.Tests.Crash;

/// <summary>What the platform does when it dies.</summary>
internal enum CrashScene
{
    /// <summary>A service's first deployment.</summary>
    First,

    /// <summary>A deployment that replaces a live one.</summary>
    Second,

    /// <summary>The same, while the user cancels it.</summary>
    Cancel,

    /// <summary>The deletion of a live service.</summary>
    Delete,

    /// <summary>A live service is stopped.</summary>
    Stop,

    /// <summary>A stopped service is started.</summary>
    Start,

    /// <summary>A live service is restarted.</summary>
    Restart,

    /// <summary>A service goes back from its second release to its first.</summary>
    Rollback,

    /// <summary>An instance that was killed is replaced.</summary>
    Died,
}

/// <summary>
/// In which scene and when the platform is killed: at a border, or some milliseconds after the request. Written <c>second:17</c> and
/// <c>first@350</c>, with <c>node</c> behind it for the sample with a build.
/// </summary>
internal sealed partial record CrashCase(CrashScene Scene, int? Border, int? Milliseconds, bool Node = false)
{
    // As many as are no multiple of three: each scene gets both kinds of places.
    private static readonly CrashScene[] Scenes =
    [
        CrashScene.First, CrashScene.Second, CrashScene.Stop, CrashScene.First, CrashScene.Rollback, CrashScene.Second, CrashScene.Delete,
        CrashScene.First, CrashScene.Restart, CrashScene.Second, CrashScene.Cancel, CrashScene.First, CrashScene.Start, CrashScene.Died,
    ];

    public static CrashCase Parse(string text)
    {
        if (!(Form().Match(text) is { Success: true } match && Enum.TryParse<CrashScene>(match.Groups["scene"].Value, ignoreCase: true, out var scene)))
            throw new FormatException($"'{text}' is no case: write second:17 (the 17th border of the second deployment) or second@350 (after 350 ms), and node behind it for the Node sample. Scenes: first, second, cancel, delete, stop, start, restart, rollback, died.");
        var at = int.Parse(match.Groups["at"].Value, CultureInfo.InvariantCulture);
        return match.Groups["kind"].Value == ":" ? new(scene, at, null, match.Groups["node"].Success) : new(scene, null, at, match.Groups["node"].Success);
    }

    /// <summary>
    /// <paramref name="count"/> cases spread over all borders, in fourteen four of a first deployment, three of a second one, and one of each other
    /// scene; every third at a random time instead. The same seed gives the same places, in parts of what <paramref name="measured"/> says is there.
    /// </summary>
    public static IReadOnlyList<CrashCase> Sample(int count, int seed, CrashMeasure measured, bool node = false)
    {
        var random = new Random(seed);
        var cases = new List<CrashCase>();
        for (var n = 0; n < count; n++)
        {
            var scene = Scenes[n % Scenes.Length];
            // Each from its own part of the whole, so that no stretch is left out.
            var place = (n + random.NextDouble()) / count;
            cases.Add(n % 3 == 2
                ? new(scene, null, (int)(place * measured.Of(scene).Milliseconds), node)
                : new(scene, 1 + (int)(place * measured.Of(scene).Borders), null, node));
        }

        return [.. cases.OrderBy(_ => random.Next())];
    }

    /// <summary>The scenes that a sample of so many has.</summary>
    public static IReadOnlyList<CrashScene> ScenesOf(int count) => [.. Scenes.Take(count).Distinct()];

    public override string ToString() => $"{Scene.ToString().ToLowerInvariant()}{(Border is { } border ? $":{border}" : $"@{Milliseconds}")}{(Node ? " node" : "")}";

    [GeneratedRegex("^(?<scene>[a-z]+)(?<kind>[:@])(?<at>[0-9]{1,6})(?<node> node)?$")]
    private static partial Regex Form();
}

/// <summary>How many borders each scene has, and how long it takes, as seen in runs that were not disturbed.</summary>
internal sealed record CrashMeasure(IReadOnlyDictionary<CrashScene, (int Borders, int Milliseconds)> Scenes)
{
    public (int Borders, int Milliseconds) Of(CrashScene scene) => Scenes[scene];

    public override string ToString() => string.Join(", ", Scenes.Select(scene => $"{scene.Key.ToString().ToLowerInvariant()} has {scene.Value.Borders} borders in {scene.Value.Milliseconds} ms"));
}
