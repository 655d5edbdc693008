using System.Text.RegularExpressions;

namespace ClickDeploy.Plans;

/// <summary>.NET: the project that can be run, in the directory or below it, published into <c>out</c>.</summary>
internal static partial class DotNetProvider
{
    private static readonly string[] Projects = [".csproj", ".fsproj", ".vbproj"];

    public static PlanResult? Find(SourceFolder folder)
    {
        string[] here = [.. folder.Ending(Projects)];
        if (here.Length == 0 && folder.Ending(".sln", ".slnx").Count == 0)
        {
            return null;
        }

        var found = (here.Length > 0 ? here : folder.Files(3).Where(file => Projects.Any(end => file.EndsWith(end, StringComparison.OrdinalIgnoreCase)))).Take(50).ToList();
        var programs = found.Select(file => new Project(file, folder.Read(file) ?? "")).Where(project => project.IsProgram).OrderBy(project => project switch { { IsPage: true } => 1, { IsWeb: true } => 0, _ => 2 }).ToList();
        var chosen = programs.FirstOrDefault();
        return new PlanResult.Planned(new()
        {
            Provider = "dotnet",
            Technology = ".NET",
            DecidedBy = folder.At(chosen?.File ?? folder.Ending([.. Projects, ".sln", ".slnx"])[0]),
            Directory = folder.Directory,
            Install = chosen is null ? null : $"dotnet restore {CommandLine.File(chosen.File)}",
            Build = chosen is null ? null : $"dotnet publish {CommandLine.File(chosen.File)} --no-restore --configuration Release --output out",
            // Where it was published to: there are its settings and wwwroot.
            Start = chosen is null or { IsPage: true } ? null : $"cd out && ASPNETCORE_URLS=http://${{HOST:-0.0.0.0}}:${{PORT:-3000}} dotnet {CommandLine.File($"{chosen.Assembly}.dll")}",
            Output = chosen is { IsPage: true } ? folder.At("out/wwwroot") : null,
            Fallback = chosen is { IsPage: true } ? "index.html" : null,
            Versions = [.. Versions(folder, chosen)],
            Tools = ["dotnet"],
            Caches = ["nuget"],
            Notes = [.. Notes(programs)],
        });
    }

    private static IEnumerable<WantedVersion> Versions(SourceFolder folder, Project? project)
    {
        if (folder.Match("global.json", SdkVersion()) is { } sdk)
        {
            yield return new("dotnet", ">=" + sdk, folder.At("global.json"));
        }
        else if (project?.Framework is { } framework)
        {
            yield return new("dotnet", ">=" + framework, folder.At(project.File));
        }
    }

    private static IEnumerable<string> Notes(List<Project> programs)
    {
        if (programs.Count(program => (program.IsWeb, program.IsPage) == (programs[0].IsWeb, programs[0].IsPage)) > 1)
        {
            yield return $"There are several projects that can be run ({string.Join(", ", programs.Take(5).Select(program => program.File))}): the first is. For another, set the root directory to its folder.";
        }
    }

    [GeneratedRegex(@"""version""\s*:\s*""([0-9.]+)")]
    private static partial Regex SdkVersion();

    private sealed partial record Project(string File, string Text)
    {
        private string Name => Path.GetFileNameWithoutExtension(File);

        public bool IsWeb => Sdk().IsMatch(Text);

        /// <summary>Runs in the browser: files are served.</summary>
        public bool IsPage => Text.Contains("Sdk=\"Microsoft.NET.Sdk.BlazorWebAssembly\"", StringComparison.Ordinal);

        public bool IsProgram => !Tests().IsMatch(Text) && (IsWeb || Executable().IsMatch(Text));

        public string Assembly => AssemblyName().Match(Text) is { Success: true } match ? match.Groups[1].Value : Name;

        public string? Framework => TargetFramework().Match(Text) is { Success: true } match ? match.Groups[1].Value : null;

        [GeneratedRegex(@"Sdk=""Microsoft\.NET\.Sdk\.(Web|Worker|BlazorWebAssembly)""")]
        private static partial Regex Sdk();

        [GeneratedRegex(@"<OutputType>\s*(Win)?Exe\s*</OutputType>", RegexOptions.IgnoreCase)]
        private static partial Regex Executable();

        [GeneratedRegex(@"Microsoft\.NET\.Test\.Sdk|<IsTestProject>\s*true", RegexOptions.IgnoreCase)]
        private static partial Regex Tests();

        [GeneratedRegex(@"<AssemblyName>\s*([A-Za-z0-9._ -]+?)\s*</AssemblyName>")]
        private static partial Regex AssemblyName();

        [GeneratedRegex(@"<TargetFrameworks?>\s*net([0-9]+\.[0-9]+)")]
        private static partial Regex TargetFramework();
    }
}
