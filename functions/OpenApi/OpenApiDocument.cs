using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ClickDeploy.Functions.Http;

namespace ClickDeploy.Functions.OpenApi;

/// <summary>The description of the whole API (OpenAPI 3.1), made from the functions and from the readers of their bodies. Nothing in it is kept by hand.</summary>
internal static partial class OpenApiDocument
{
    public static JsonObject Build(IReadOnlyList<ApiOperation> operations)
    {
        var schemas = new JsonSchemas();
        var problem = schemas.Of(typeof(ProblemBody));
        var paths = new JsonObject();
        foreach (var route in operations.GroupBy(operation => operation.Route))
        {
            var path = new JsonObject();
            foreach (var operation in route)
            {
                path[operation.Method.ToLowerInvariant()] = Describe(operation, schemas, problem);
            }

            paths[route.Key] = path;
        }

        return new()
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "Click to Deploy", ["version"] = "1", ["description"] = "Errors are RFC 9457 problems with a stable code; lists are pages with next_cursor; times are RFC 3339 in UTC." },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas.ToJson(),
                ["securitySchemes"] = new JsonObject
                {
                    ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT" },
                },
            },
        };
    }

    private static JsonObject Describe(ApiOperation operation, JsonSchemas schemas, JsonObject problem)
    {
        var description = new JsonObject { ["operationId"] = operation.Name, ["tags"] = new JsonArray(operation.Tag) };
        if (operation.Needs is { } role)
        {
            description["x-role"] = role.ToString().ToLowerInvariant();
            description["security"] = new JsonArray(new JsonObject { ["bearer"] = new JsonArray() });
        }

        if (Parameters(operation) is { Count: > 0 } parameters)
        {
            description["parameters"] = parameters;
        }

        if (operation.Body is { } body)
        {
            var schema = body.Schema(defaults: operation.Method == "POST");
            description["requestBody"] = new JsonObject { ["required"] = schema.ContainsKey("required"), ["content"] = Content("application/json", schema) };
        }

        if (operation.HasTextBody)
        {
            description["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content("text/plain", new() { ["type"] = "string" }) };
        }

        description["responses"] = Responses(operation, schemas, problem);
        return description;
    }

    private static JsonArray Parameters(ApiOperation operation)
    {
        var parameters = new JsonArray();
        foreach (var name in RouteParameter().Matches(operation.Route).Select(match => match.Groups[1].Value))
        {
            parameters.Add(new JsonObject { ["name"] = name, ["in"] = "path", ["required"] = true, ["schema"] = new JsonObject { ["type"] = "string" } });
        }

        foreach (var query in operation.Query)
        {
            parameters.Add(new JsonObject { ["name"] = query.Name, ["in"] = "query", ["description"] = query.Description, ["schema"] = new JsonObject { ["type"] = "string" } });
        }

        foreach (var header in Headers(operation))
        {
            parameters.Add(new JsonObject { ["name"] = header, ["in"] = "header", ["schema"] = new JsonObject { ["type"] = "string" } });
        }

        return parameters;
    }

    private static IEnumerable<string> Headers(ApiOperation operation) => (operation.Method, operation.Needs) switch
    {
        (_, null) => [],
        ("POST", _) => ["Idempotency-Key"],
        ("PATCH" or "PUT", _) => ["If-Match", "Idempotency-Key"],
        ("DELETE", _) => ["If-Match"],
        _ => [],
    };

    private static JsonObject Responses(ApiOperation operation, JsonSchemas schemas, JsonObject problem)
    {
        var responses = new JsonObject();
        foreach (var answer in operation.Answers)
        {
            var response = new JsonObject { ["description"] = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(answer.Status) };
            if (answer.Body is { } type)
            {
                response["content"] = Content(answer.Content ?? "application/json", schemas.Of(type));
            }
            else if (answer.Content is { } other)
            {
                response["content"] = Content(other, new() { ["type"] = "string" });
            }

            responses[answer.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)] = response;
        }

        foreach (var (status, codes) in Problems(operation))
        {
            responses[status] = new JsonObject
            {
                ["description"] = string.Join(", ", codes),
                ["content"] = Content("application/problem+json", problem.DeepClone().AsObject()),
                ["x-codes"] = new JsonArray([.. codes.Select(code => JsonValue.Create(code))]),
            };
        }

        return responses;
    }

    private static bool IsKeyed(ApiOperation operation) => operation.Method is "POST" or "PATCH" or "PUT";

    private static IEnumerable<(string Status, IReadOnlyList<string> Codes)> Problems(ApiOperation operation)
    {
        yield return ("400", ["invalid_request"]);
        if (operation.Needs is not null)
        {
            yield return ("401", ["unauthenticated"]);
            yield return ("403", ["role_too_low", "foreign_origin", "host_not_allowed"]);
            yield return ("429", ["too_many_requests"]);
        }

        if (operation.Route.Contains('{'))
        {
            yield return ("404", ["not_found"]);
        }

        if (operation.Conflicts.Count > 0 || IsKeyed(operation))
        {
            yield return ("409", [.. operation.Conflicts, .. IsKeyed(operation) ? ["idempotency_key_reused"] : Array.Empty<string>()]);
        }

        if (operation.Method is "PATCH" or "PUT" or "DELETE")
        {
            yield return ("412", ["stale"]);
        }

        if (operation.Body is not null)
        {
            yield return ("413", ["too_large"]);
            yield return ("415", ["wrong_type"]);
        }

        yield return ("503", ["unavailable", "disk_full"]);
    }

    private static JsonObject Content(string type, JsonObject schema) => new() { [type] = new JsonObject { ["schema"] = schema } };

    [GeneratedRegex(@"\{([A-Za-z]+)[^}]*\}")]
    private static partial Regex RouteParameter();
}
