using System.Text.Json;

namespace ClickDeploy.Tests.Functions.OpenApi;

/// <summary>The API as <c>/openapi.json</c> describes it.</summary>
internal sealed class Description
{
    private Description(JsonElement root)
    {
        Root = root;
        Operations =
        [
            .. from path in root.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               select new Operation(operation.Value.GetProperty("operationId").GetString()!, operation.Name.ToUpperInvariant(), path.Name, operation.Value),
        ];
    }

    public JsonElement Root { get; }

    public IReadOnlyList<Operation> Operations { get; }

    public static async Task<Description> Of(TestApp app) => new((await app.With(null).Get("!/openapi.json")).Is(System.Net.HttpStatusCode.OK).Json);

    internal sealed record Operation(string Name, string Method, string Route, JsonElement Json)
    {
        public bool NeedsToken => Json.TryGetProperty("security", out _);

        public string? Role => Json.TryGetProperty("x-role", out var role) ? role.GetString() : null;

        public bool IsWrite => Method is not ("GET" or "HEAD");

        public bool IsStream => Json.GetProperty("responses").TryGetProperty("200", out var answer) && answer.TryGetProperty("content", out var content) && content.TryGetProperty("text/event-stream", out _);

        public JsonElement? Body => Json.TryGetProperty("requestBody", out var body) && body.GetProperty("content").TryGetProperty("application/json", out var json) ? json.GetProperty("schema") : null;

        public IReadOnlyList<string> Parameters(string place) => Json.TryGetProperty("parameters", out var parameters)
            ? [.. parameters.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == place).Select(parameter => parameter.GetProperty("name").GetString()!)]
            : [];

        public override string ToString() => $"{Method} {Route}";
    }
}
