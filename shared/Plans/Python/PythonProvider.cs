using ClickDeploy.Plans.Node;

namespace ClickDeploy.Plans.Python;

/// <summary>Python in a virtual environment that is part of the release. A front end beside it is built too.</summary>
internal static class PythonProvider
{
    public static PlanResult? Find(SourceFolder folder)
    {
        if (PythonProject.DecidedBy(folder) is not { } decided)
        {
            return null;
        }

        var project = PythonProject.Read(folder);
        var installer = PythonInstaller.Of(project);
        var start = PythonStart.Of(project, installer.HasEnvironment ? "python" : "python3");
        var plan = new BuildPlan
        {
            Provider = "python",
            Technology = start?.Technology ?? "Python",
            DecidedBy = folder.At(installer.File.Length > 0 ? installer.File : start?.File ?? decided),
            Directory = folder.Directory,
            Install = installer.Command,
            Start = start?.Command,
            Path = installer.HasEnvironment ? [$"{PythonInstaller.Environment}/bin"] : [],
            Variables = new Dictionary<string, string> { ["PYTHONUNBUFFERED"] = "1", ["PYTHONDONTWRITEBYTECODE"] = "1" },
            Versions = [.. new[] { PythonVersions.Of(project) }.OfType<WantedVersion>()],
            Tools = installer.Tools,
            Caches = [.. new[] { installer.Cache }.OfType<string>()],
            Notes = [.. new[] { installer.Note }.OfType<string>()],
            StartNote = start?.Note,
        };
        return new PlanResult.Planned(FrontEnd.Add(folder, plan));
    }
}
