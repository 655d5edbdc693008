namespace ClickDeploy.Plans.Node;

/// <summary>Node by <c>package.json</c>: npm, pnpm, yarn or bun; a server, or files that the build leaves.</summary>
internal static class NodeProvider
{
    public static PlanResult? Find(SourceFolder folder)
    {
        if (PackageJson.Read(folder, out var fault) is not { } package)
        {
            return fault;
        }

        var workspace = Workspace.Around(folder);
        var root = workspace?.Root ?? folder;
        var manager = PackageManager.Of(root, package, workspace?.Package ?? package);
        if (manager.Tool == "node" && root != folder)
        {
            // Its own yarn is named from where it lies; a member's commands run elsewhere.
            manager = manager with { Program = "yarn", Tool = "yarn", Runtime = manager.Runtime == "node" ? "node" : "yarn node" };
        }

        var files = StaticBuilds.Of(folder, package);
        var start = files is null ? NodeServers.Of(folder, package, manager) : null;
        if (files is null && start is null && folder.Has("index.html") && package.Script("build") is null)
        {
            return null;        // Tools of a static site; its pages are what is wanted.
        }

        var served = files is not null ? folder.At(files.Directory) : start is null && folder.Has("index.html") ? folder.Directory : null;
        return new PlanResult.Planned(new()
        {
            Provider = "node",
            Technology = files?.Technology ?? NodeServers.Technology(package),
            DecidedBy = folder.At(PackageJson.FileName),
            Directory = folder.Directory,
            InstallDirectory = workspace?.Root.Directory,
            Install = manager.Install,
            Build = NodeBuilds.Of(package, manager, workspace),
            Start = start?.Command,
            Output = served,
            Fallback = files is { SinglePage: true } ? "index.html" : null,
            BuildVariables = package.Uses("@sveltejs/adapter-auto") ? new Dictionary<string, string>(manager.Variables) { ["GCP_BUILDPACKS"] = "true" } : manager.Variables,
            Variables = manager.Variables,
            Versions = [.. new[] { NodeVersions.Of(folder, root, package, workspace?.Package ?? package), manager.Version }.OfType<WantedVersion>()],
            Tools = [.. new[] { "node", "npm", manager.Tool }.Distinct()],
            Caches = [manager.Cache],
            Notes = [.. Notes(folder, package, workspace)],
            StartNote = start?.Note,
        });
    }

    private static IEnumerable<string> Notes(SourceFolder folder, PackageJson package, Workspace? workspace)
    {
        if (workspace is not null)
        {
            yield return $"It is a member of the workspace in /{workspace.Root.Directory}: dependencies are installed there.";
        }

        string[] locks = [.. new[] { "package-lock.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock", "bun.lockb" }.Where((workspace?.Root ?? folder).Has)];
        if (locks.Length > 1)
        {
            yield return $"There are several lock files ({string.Join(", ", locks)}): remove those that are not used, or name the package manager in packageManager of package.json.";
        }
        else if (locks.Length == 0 && package.Dependencies.Count > 0)
        {
            yield return "There is no lock file: other versions may be installed by the next deployment.";
        }
    }
}
