using System.Text.Json;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.OpenApi;

/// <summary><c>GET /openapi.json</c>: the API as programs read it.</summary>
public sealed class GetOpenApi
{
    private static readonly Lazy<byte[]> Document = new(() => JsonSerializer.SerializeToUtf8Bytes(OpenApiDocument.Build(ApiOperation.All)));

    [Function(nameof(GetOpenApi)), Anyone]
    [Answers(200, Content = "application/json")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi.json")] HttpRequest request) => Results.Bytes(Document.Value, "application/json; charset=utf-8");
}
