using System.Text.Json;
using ClickDeploy.Ops.Platform;

namespace ClickDeploy.Ops.Commands;

/// <summary>What operations are about, by name where it is still there.</summary>
internal sealed class ObjectNames
{
    private const int MostProjects = 50;
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    public static async Task<ObjectNames> Of(PlatformClient platform, IReadOnlyList<JsonElement> operations, CancellationToken cancellation)
    {
        var names = new ObjectNames();
        foreach (var id in operations.Select(operation => operation.Text("project_id")).OfType<string>().Distinct().Take(MostProjects))
        {
            if (await platform.GetIfThere($"/projects/{id}", cancellation) is { } project && project.Text("name") is { } name)
            {
                names._names[id] = name;
                foreach (var service in project.Items("services"))
                {
                    names._names[service.Text("id") ?? ""] = $"{name}/{service.Text("name")}";
                }
            }
        }

        return names;
    }

    public string Name(JsonElement operation)
    {
        var about = operation.Member("object");
        return _names.GetValueOrDefault(about?.Text("id") ?? "") ?? $"{about?.Text("kind")} {about?.Text("id")}";
    }
}
