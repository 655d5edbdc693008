using System.Text.Json;

namespace ClickDeploy.Ops.Platform;

/// <summary>Finds a service by <c>project/service</c>, by its name where only one has it, or by its id.</summary>
internal static class ServiceFinder
{
    private const int MostProjects = 1_000;

    public static async Task<JsonElement> Find(this PlatformClient platform, string name, CancellationToken cancellation)
    {
        if (Guid.TryParse(name, out var id))
        {
            return await platform.Get($"/services/{id:D}", cancellation);
        }

        var (project, service) = name.LastIndexOf('/') is >= 0 and var slash ? (name[..slash], name[(slash + 1)..]) : (null, name);
        var projects = await platform.List("/projects", MostProjects, cancellation);
        var wanted = projects.Where(candidate => project is null || IsCalled(candidate, project)).ToList();
        if (wanted.Count == 0)
        {
            throw Refusal.Failed(project is null ? "There is no project yet." : $"There is no project '{project}'. There are: {Listed(projects.Select(found => found.Text("name")))}.");
        }

        var services = new List<(string Name, JsonElement Service)>();
        foreach (var found in wanted)
        {
            var whole = await platform.Get($"/projects/{found.Text("id")}", cancellation);
            services.AddRange(whole.Items("services").Select(each => ($"{found.Text("name")}/{each.Text("name")}", each)));
        }

        return services.Where(each => each.Service.Text("name") == service).ToList() switch
        {
            [var only] => only.Service,
            [] => throw Refusal.Failed($"There is no service '{name}'. There are: {Listed(services.Select(each => each.Name))}."),
            var several => throw Refusal.Failed($"'{name}' is the name of several services. Say which: {Listed(several.Select(each => each.Name))}."),
        };
    }

    private static bool IsCalled(JsonElement project, string name) =>
        project.Text("name") == name || project.Text("slug") == name || string.Equals(project.Text("id"), name, StringComparison.OrdinalIgnoreCase);

    private static string Listed(IEnumerable<string?> names)
    {
        var some = names.Take(21).ToList();
        return some.Count == 0 ? "none" : some.Count > 20 ? $"{string.Join(", ", some.Take(20))} and more" : string.Join(", ", some);
    }
}
