using System.Globalization;

namespace ClickDeploy.Clients.Git;

/// <summary>What a commit holds: how many files and bytes a checkout writes, and the folders of submodules, which stay empty.</summary>
public sealed record GitTree(int Files, long Bytes, IReadOnlyList<string> Submodules)
{
    /// <summary>Reads the answer of <see cref="GitCommands.Tree"/>: <c>mode type sha size TAB path NUL</c> for each.</summary>
    public static GitTree Parse(string output)
    {
        var files = 0;
        var bytes = 0L;
        var submodules = new List<string>();
        foreach (var entry in output.Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            var tab = entry.IndexOf('\t', StringComparison.Ordinal);
            var fields = entry[..Math.Max(tab, 0)].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields is not [_, var type, _, var size])
                continue;
            if (type == "commit")
                submodules.Add(entry[(tab + 1)..]);
            else
                (files, bytes) = (files + 1, bytes + (long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var length) ? length : 0));
        }

        return new(files, bytes, submodules);
    }
}
