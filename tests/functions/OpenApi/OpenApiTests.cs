using System.Collections;
using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using ClickDeploy.Tests.Functions.Auth;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Primitives;

namespace ClickDeploy.Tests.Functions.OpenApi;

/// <summary>The description says what the application does: every route, every field of a body, every parameter.</summary>
public sealed class OpenApiTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private const string Unknown = "no_such_field";
    private readonly TestApp _app = fixture.App;

    [Fact]
    public async Task Description_HasEveryRouteWithItsRole()
    {
        var described = (await Description.Of(_app)).Operations.Select(operation => (operation.Method, operation.Route, operation.Role));
        var routes = AccessTests.Routes.Where(route => !route.Route.Contains('*')).Select(route => (route.Method, route.Route, route.Needs?.ToString().ToLowerInvariant()));

        Assert.Equal(routes.Order(), described.Order());
    }

    [Fact]
    public async Task Description_RefersOnlyToWhatIsThere()
    {
        var description = await Description.Of(_app);
        var references = References(description.Root).Distinct().ToList();

        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.True(Resolves(description.Root, reference), $"{reference} leads nowhere."));
        Assert.Equal(description.Operations.Count, description.Operations.Select(operation => (operation.Name, operation.Method)).Distinct().Count());
    }

    [Fact]
    public async Task Description_HasEveryFieldOfEveryBody()
    {
        // The platform's administrators may send to every route.
        var owner = _app.AsOwner("built-in");
        var objects = await SampleObjects.Make(owner);
        var seen = 0;
        foreach (var operation in (await Description.Of(_app)).Operations.Where(operation => operation.IsWrite && operation.Method != "DELETE"))
        {
            var answer = await owner.Send(new HttpMethod(operation.Method), "!" + objects.Fill(operation.Route), $$"""{"{{Unknown}}": 1}""");
            if (Known(answer, Unknown) is { Length: > 0 } read)
            {
                Assert.True(operation.Body is not null, $"{operation} reads a body that the description lacks: add 'internal static void DescribeBody(Fields body)' to the class of {operation.Name}, which calls the reader of its body.");
                Assert.Equal(read.Order(), Fields(operation.Body.Value).Order());
                seen++;
                await InnerFields(owner, "!" + objects.Fill(operation.Route), operation);
            }
            else if (Known(answer, Unknown) is null)
            {
                // An object that this test does not make cannot be asked about its body.
                Assert.True(operation.Body is null || answer.Status == HttpStatusCode.NotFound, $"{operation} is described with a body, but answered {(int)answer.Status} to one: {answer.Text}");
            }
        }

        Assert.True(seen >= 8, $"only {seen} bodies were looked at");
    }

    [Fact]
    public async Task Description_HasEveryParameterThatIsRead()
    {
        var read = new ConcurrentDictionary<(string Function, string Name), bool>();
        await using var app = await TestApp.Start(around: builder => builder.Use(next => context => Watch(context, next, read)));
        var owner = app.AsOwner(AppFixture.NewOrg());
        var objects = await SampleObjects.Make(owner);
        var operations = (await Description.Of(app)).Operations;
        foreach (var operation in operations.Where(operation => !operation.IsStream))
        {
            await owner.Send(new HttpMethod(operation.Method), "!" + objects.Fill(operation.Route), operation.IsWrite && operation.Method != "DELETE" ? JsonContent("{}") : null, []);
        }

        Assert.NotEmpty(read);
        Assert.All(read.Keys, parameter => Assert.True(
            operations.Single(operation => operation.Name == parameter.Function).Parameters("query").Contains(parameter.Name),
            $"{parameter.Function} reads '{parameter.Name}' from the query: add [Query(\"{parameter.Name}\", \"what it means\")] to it."));
    }

    private async Task InnerFields(Caller owner, string path, Description.Operation operation)
    {
        foreach (var field in operation.Body!.Value.GetProperty("properties").EnumerateObject().Where(field => field.Value.TryGetProperty("properties", out _)))
        {
            var answer = await owner.Send(new HttpMethod(operation.Method), path, $$$"""{"{{{field.Name}}}": {"{{{Unknown}}}": 1}}""");
            Assert.Equal(Known(answer, $"{field.Name}.{Unknown}")?.Order(), Fields(field.Value).Order());
        }
    }

    private static string[]? Known(Answer answer, string field)
    {
        const string list = "there are: ";
        const string none = "there is none";
        if (answer.Status != HttpStatusCode.BadRequest)
        {
            return null;
        }

        var fault = answer.Json.GetProperty("errors").EnumerateArray().FirstOrDefault(error => error.GetProperty("field").GetString() == field);
        return fault.ValueKind == JsonValueKind.Object && fault.GetProperty("code").GetString() == "unknown_field" && fault.GetProperty("message").GetString() is { } message
            ? message.Contains(none, StringComparison.Ordinal) ? [] : message[(message.IndexOf(list, StringComparison.Ordinal) + list.Length)..].TrimEnd('.').Split(", ", StringSplitOptions.RemoveEmptyEntries)
            : null;
    }

    private static IEnumerable<string> Fields(JsonElement schema) => schema.GetProperty("properties").EnumerateObject().Select(field => field.Name);

    private static IEnumerable<string> References(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member => member.Name == "$ref" ? [member.Value.GetString()!] : References(member.Value)),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(References),
        _ => [],
    };

    private static bool Resolves(JsonElement root, string reference)
    {
        foreach (var part in reference.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (root.ValueKind == JsonValueKind.Array ? !int.TryParse(part, out var index) || (root = root[index]).ValueKind == JsonValueKind.Undefined : !root.TryGetProperty(part, out root))
            {
                return false;
            }
        }

        return true;
    }

    private static async Task Watch(FunctionContext context, Microsoft.Azure.Functions.Worker.Middleware.FunctionExecutionDelegate next, ConcurrentDictionary<(string, string), bool> read)
    {
        if (context.GetHttpContext() is { } http)
        {
            http.Request.Query = new WatchedQuery(http.Request.Query, name => read[(context.FunctionDefinition.Name, name)] = true);
        }

        await next(context);
    }

    private static StringContent JsonContent(string json) => new(json, System.Text.Encoding.UTF8, "application/json");

    private sealed class WatchedQuery(IQueryCollection query, Action<string> read) : IQueryCollection
    {
        public int Count => query.Count;

        public ICollection<string> Keys => query.Keys;

        public StringValues this[string key]
        {
            get
            {
                read(key);
                return query[key];
            }
        }

        public bool ContainsKey(string key)
        {
            read(key);
            return query.ContainsKey(key);
        }

        public bool TryGetValue(string key, out StringValues value)
        {
            read(key);
            return query.TryGetValue(key, out value);
        }

        public IEnumerator<KeyValuePair<string, StringValues>> GetEnumerator() => query.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
