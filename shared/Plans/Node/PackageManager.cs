using System.Text.RegularExpressions;

namespace ClickDeploy.Plans.Node;

/// <summary>What installs a Node project and runs its scripts. <paramref name="Program"/> is the words that it is called by.</summary>
internal sealed partial record PackageManager(string Name, string Program, string Install, string Tool)
{
    /// <summary>The version that the repository asks for; null: any.</summary>
    public WantedVersion? Version { get; init; }

    /// <summary>What is kept between builds: <see cref="BuildCaches"/>.</summary>
    public string Cache { get; init; } = Name;

    /// <summary>What its commands need, at the build and at each start.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Runs a file where its dependencies are found.</summary>
    public string Runtime { get; init; } = "node";

    public string Run(string script) => $"{Program} run {CommandLine.Word(script)}";

    /// <summary>Runs a program of the project's dependencies.</summary>
    public string Execute(string command) => Name switch
    {
        "pnpm" => $"pnpm exec {command}",
        "bun" => $"bunx {command}",
        "yarn" => $"{Program} run {command}",
        _ => $"npx {command}",
    };

    /// <summary>By <c>packageManager</c>, then the lock file, then <c>engines</c>, else npm. <paramref name="root"/>: where the lock file is, the root of a workspace.</summary>
    public static PackageManager Of(SourceFolder root, PackageJson package, PackageJson rootPackage)
    {
        var (name, version) = Asked(root, package) ?? Asked(root, rootPackage) ?? (Locked(root) ?? Engine(package) ?? Engine(rootPackage) ?? "npm", null);
        return Named(name, root) with { Version = version ?? ByEngine(root, rootPackage, name) };
    }

    private static (string Name, WantedVersion? Version)? Asked(SourceFolder root, PackageJson package) =>
        package.PackageManager is { } asked && Field().Match(asked) is { Success: true } match
            ? (match.Groups["name"].Value, match.Groups["version"] is { Success: true, Value: var version } ? new(match.Groups["name"].Value, version, root.At(PackageJson.FileName)) : null)
            : null;

    private static string? Locked(SourceFolder root) => root.First("pnpm-lock.yaml", "bun.lock", "bun.lockb", ".yarnrc.yml", "yarn.lock", "package-lock.json", "npm-shrinkwrap.json") switch
    {
        "pnpm-lock.yaml" => "pnpm",
        "bun.lock" or "bun.lockb" => "bun",
        ".yarnrc.yml" or "yarn.lock" => "yarn",
        null => null,
        _ => "npm",
    };

    private static string? Engine(PackageJson package) => new[] { "pnpm", "bun", "yarn" }.FirstOrDefault(package.Engines.ContainsKey);

    private static WantedVersion? ByEngine(SourceFolder root, PackageJson package, string name)
    {
        if (name == "pnpm" && root.Match("pnpm-lock.yaml", LockVersion()) is { } format)
        {
            return new("pnpm", format switch { "5.3" => "6", "5.4" => "7", "9.0" => ">=9", _ => "8" }, root.At("pnpm-lock.yaml"));
        }

        return name != "npm" && package.Engines.GetValueOrDefault(name) is { } version ? new(name, version, root.At(PackageJson.FileName)) : null;
    }

    private static PackageManager Named(string name, SourceFolder root) => name switch
    {
        "pnpm" => new(name, "pnpm", root.Has("pnpm-lock.yaml") ? "pnpm install --frozen-lockfile --prefer-offline" : "pnpm install", "pnpm")
        {
            // Since version 11 it would install all again before each start, because the release is not where it was built.
            Variables = new Dictionary<string, string> { ["pnpm_config_verify_deps_before_run"] = "false" },
        },
        // By default its files are links into the cache: what a release writes would be in all of them.
        "bun" => new(name, "bun", (root.First("bun.lock", "bun.lockb") is null ? "bun install" : "bun install --frozen-lockfile") + " --backend=copyfile", "bun") { Runtime = "bun" },
        "yarn" => Yarn(root),
        _ => new("npm", "npm", root.First("package-lock.json", "npm-shrinkwrap.json") is null ? "npm install" : "npm ci", "npm"),
    };

    private static PackageManager Yarn(SourceFolder root)
    {
        var berry = root.Has(".yarnrc.yml") || root.Match("yarn.lock", BerryLock()) is not null;
        if (!berry)
        {
            return new("yarn", "yarn", root.Has("yarn.lock") ? "yarn install --frozen-lockfile" : "yarn install", "yarn");
        }

        // The yarn that the repository brings itself: no other is needed.
        var own = root.Match(".yarnrc.yml", YarnPath()) is { } path && root.Directory.Length == 0 && root.Has(path) ? $"node {CommandLine.File(path)}" : null;
        var program = own ?? "yarn";
        var loose = root.Match(".yarnrc.yml", Linker()) is "node-modules" or "pnpm";
        return new("yarn", program, root.Has("yarn.lock") ? $"{program} install --immutable" : $"{program} install --no-immutable", own is null ? "yarn" : "node")
        {
            Runtime = loose ? "node" : $"{program} node",
            Cache = loose ? "yarn" : "yarn-pnp",
        };
    }

    [GeneratedRegex(@"\A(?<name>npm|pnpm|yarn|bun)(@(?<version>[0-9][0-9A-Za-z.-]*))?")]
    private static partial Regex Field();

    [GeneratedRegex(@"^lockfileVersion:\s*'?([0-9.]+)", RegexOptions.Multiline)]
    private static partial Regex LockVersion();

    [GeneratedRegex(@"^(__metadata):", RegexOptions.Multiline)]
    private static partial Regex BerryLock();

    [GeneratedRegex(@"^yarnPath:\s*[""']?([^\s""']+)", RegexOptions.Multiline)]
    private static partial Regex YarnPath();

    [GeneratedRegex(@"^nodeLinker:\s*[""']?([a-z-]+)", RegexOptions.Multiline)]
    private static partial Regex Linker();
}
