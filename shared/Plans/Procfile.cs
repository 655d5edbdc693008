using System.Text.RegularExpressions;

namespace ClickDeploy.Plans;

/// <summary>The processes that a <c>Procfile</c> names, a line each: <c>web: gunicorn app:app</c>. Everything after the first colon is the command.</summary>
internal sealed partial record Procfile(string Path, IReadOnlyDictionary<string, string> Processes)
{
    public static Procfile? Read(SourceFolder folder)
    {
        if (folder.Read("Procfile") is not { } text)
        {
            return null;
        }

        var processes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match line in Line().Matches(text))
        {
            processes.TryAdd(line.Groups["name"].Value, line.Groups["command"].Value.Trim());
        }

        return new(folder.At("Procfile"), processes);
    }

    /// <summary>The process that is started: web, else worker, for a worker the other way round; else the only one. Null: none can be told.</summary>
    public string? Chosen(bool isWorker)
    {
        string[] order = isWorker ? ["worker", "web"] : ["web", "worker"];
        var others = Processes.Keys.Where(name => name != "release").ToList();
        return order.FirstOrDefault(Processes.ContainsKey) ?? (others is [var only] ? only : null);
    }

    /// <summary>What of it is not carried out.</summary>
    public IEnumerable<string> Notes(string? chosen)
    {
        if (Processes.ContainsKey("release"))
        {
            yield return $"The release command of {Path} is not run: set it as the service's pre-deploy command.";
        }

        string[] others = [.. Processes.Keys.Where(name => name != "release" && name != chosen)];
        if (others.Length > 0)
        {
            yield return chosen is null
                ? $"{Path} names {string.Join(", ", others)}: none of them is web or worker, so none is started."
                : $"{Path} also names {string.Join(", ", others)}: make a service of its own for each, with its command as start command.";
        }
    }

    [GeneratedRegex(@"^\s*(?<name>[A-Za-z0-9_-]+)\s*:[ \t]*(?<command>\S[^\n]*)$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
