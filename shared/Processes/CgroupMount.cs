namespace ClickDeploy.Processes;

/// <summary>A mounted hierarchy, from a line of /proc/self/mountinfo. <paramref name="Root"/>: the group that is seen at <paramref name="Folder"/>.</summary>
internal sealed record CgroupMount(string Root, string Folder, bool IsVersion2, IReadOnlyList<string> Options)
{
    /// <summary>Null when the line is another file system's.</summary>
    public static CgroupMount? Parse(string line)
    {
        var halves = line.Split(" - ", 2);
        var left = halves[0].Split(' ');
        if (halves.Length < 2 || left.Length < 5 || halves[1].Split(' ') is not [var type, _, var options, ..] || type is not ("cgroup" or "cgroup2"))
            return null;
        return new CgroupMount(left[3], left[4], type == "cgroup2", options.Split(','));
    }

    /// <summary>Where groups with <paramref name="wanted"/> controllers could be made, best first.</summary>
    public IEnumerable<CgroupBase> Bases(string[] own, IEnumerable<string> wanted)
    {
        string[] folders = [Path.Join(Folder, Own(own)), Folder];
        var controllers = wanted.ToArray();
        if (!IsVersion2)
        {
            var counted = controllers.Intersect(Options).ToArray();
            var freezes = Options.Contains("freezer");
            return counted.Length == 0 && !freezes ? [] : folders.Distinct().Select(folder => new CgroupBase(folder, false, counted, freezes));
        }
        // Beside processes of its own a group cannot hand controllers down: then the root does, and at last one without any.
        var offered = folders.Distinct().Select(folder => new CgroupBase(folder, true, [.. controllers.Intersect(Offered(folder))], true)).ToArray();
        return [.. offered, .. offered.Where(found => found.Controllers.Count > 0).Select(found => found with { Controllers = [] })];
    }

    private string Own(string[] own)
    {
        var path = own.Select(line => line.Split(':', 3))
            .Where(fields => fields.Length == 3 && (IsVersion2 ? fields[0] == "0" : fields[1].Split(',').Any(Options.Contains)))
            .Select(fields => fields[2])
            .FirstOrDefault("/");
        var inside = Root == "/" ? path : path.StartsWith(Root + "/", StringComparison.Ordinal) ? path[Root.Length..] : "/";
        // "/.." is outside what this namespace may see.
        return inside.StartsWith("/..", StringComparison.Ordinal) ? "" : inside.TrimEnd('/');
    }

    private static string[] Offered(string folder)
    {
        var file = Path.Combine(folder, "cgroup.controllers");
        return File.Exists(file) ? File.ReadAllText(file).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries) : [];
    }
}
