namespace ClickDeploy.Functions.Http;

/// <summary>Where the API is: every route is <c>Route = Api.Base + "/projects"</c>, every <c>Location</c> <c>Api.Path("projects", id)</c>.</summary>
public static class Api
{
    public const string Base = "v1/click-deploy";

    public static string Path(params ReadOnlySpan<object> segments)
    {
        var path = "/" + Base;
        foreach (var segment in segments)
        {
            path += $"/{segment}";
        }

        return path;
    }
}
