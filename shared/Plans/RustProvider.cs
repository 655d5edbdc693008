using System.Text.RegularExpressions;

namespace ClickDeploy.Plans;

/// <summary>Rust by <c>Cargo.toml</c>: one program of the package, or of the first member of a workspace that has one.</summary>
internal static partial class RustProvider
{
    public static PlanResult? Find(SourceFolder folder)
    {
        if (folder.Read("Cargo.toml") is not { } text)
        {
            return null;
        }

        var manifest = Toml.Parse(text);
        var program = Program(folder, manifest) ?? Members(folder, manifest).Select(member => Program(member, Toml.Parse(member.Read("Cargo.toml")))).FirstOrDefault(found => found is not null);
        return new PlanResult.Planned(new()
        {
            Provider = "rust",
            Technology = "Rust",
            DecidedBy = folder.At("Cargo.toml"),
            Directory = folder.Directory,
            Build = program is null ? null : $"cargo build --release{(folder.Has("Cargo.lock") ? " --locked" : "")} --bin {CommandLine.Word(program)}",
            Start = program is null ? null : $"./target/release/{CommandLine.Word(program)}",
            Versions = [.. new[] { folder.Match("rust-toolchain", Line()) ?? Toml.Parse(folder.Read("rust-toolchain.toml")).Text("toolchain.channel") ?? manifest.Text("package.rust-version") }.OfType<string>().Where(version => char.IsAsciiDigit(version[0])).Select(version => new WantedVersion("cargo", ">=" + version, folder.At("Cargo.toml")))],
            Tools = ["cargo"],
            Caches = ["cargo"],
        });
    }

    private static string? Program(SourceFolder folder, Toml manifest)
    {
        if (manifest.Text("package.name") is not { } name)
        {
            return null;
        }

        string[] others = [.. folder.Tree.Names(folder.At("src/bin")).Select(file => file.EndsWith(".rs", StringComparison.Ordinal) ? file[..^3] : file)];
        return manifest.Text("package.default-run") ?? manifest.Text("bin.name") ?? (folder.Has("src/main.rs") ? name : others.FirstOrDefault());
    }

    // The members as they are written; of a pattern those directories that fit.
    private static IEnumerable<SourceFolder> Members(SourceFolder folder, Toml manifest) =>
        (manifest.List("workspace.default-members") ?? []).Concat(manifest.List("workspace.members") ?? [])
        .SelectMany(member => member.EndsWith("/*", StringComparison.Ordinal) ? folder.Tree.Directories(folder.At(member[..^2]), 1) : [folder.At(member.Trim('/'))])
        .Take(50)
        .Select(directory => folder with { Directory = directory });

    [GeneratedRegex(@"\A\s*([0-9][^\s]*)")]
    private static partial Regex Line();
}
