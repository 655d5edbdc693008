using System.Net;
using System.Text.RegularExpressions;

namespace ClickDeploy.Tests.Functions.OpenApi;

/// <summary>One object of each kind in an organisation, each with a name that nobody else may see, to fill the addresses of the description with.</summary>
internal sealed partial class SampleObjects
{
    public const string Marker = "zq7hidden";

    public required string Project { get; init; }

    public required string Service { get; init; }

    public required string Deployment { get; init; }

    public static async Task<SampleObjects> Make(Caller owner)
    {
        var project = (await owner.Post("/projects", new { name = Marker, description = Marker })).Is(HttpStatusCode.Created).Field("id");
        var service = (await owner.Post($"/projects/{project}/services", new { name = Marker, git_source = new { url = $"file:///{Marker}" } })).Is(HttpStatusCode.Created).Field("id");
        var deployment = (await owner.Post($"/services/{service}/deploy", new { })).Is(HttpStatusCode.Accepted).Field("id");
        return new() { Project = project, Service = service, Deployment = deployment };
    }

    /// <summary>The address with the objects' ids in it; a parameter that names no object stays as a harmless word.</summary>
    public string Fill(string route) => Placeholder().Replace(route, match => IdOf(route[..match.Index].TrimEnd('/')));

    private string IdOf(string before) => before[(before.LastIndexOf('/') + 1)..] switch
    {
        "projects" => Project,
        "services" => Service,
        "deployments" or "rollback" or "diff" or "operations" => Deployment,
        _ => "1",
    };

    /// <summary>The address with that text at each parameter.</summary>
    public static string FillWith(string route, string text) => Placeholder().Replace(route, text.Replace("$", "$$"));

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Placeholder();
}
