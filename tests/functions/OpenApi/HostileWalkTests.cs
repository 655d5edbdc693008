using System.Net;
using System.Text;
using System.Text.Json;
using ClickDeploy.Functions.Auth;
using Xunit.Abstractions;

namespace ClickDeploy.Tests.Functions.OpenApi;

/// <summary>The whole description, walked by people who mean harm: whatever they send is refused with the field named, and nobody sees another's byte.</summary>
[Trait("Speed", "Slow")]
public sealed class HostileWalkTests(AppFixture fixture, ITestOutputHelper output) : IClassFixture<AppFixture>
{
    private const int AtOnce = 8;

    private static readonly string[] Texts =
    [
        "", " ", "\0", "a\0b", "../../etc/passwd", "..\\..\\x", "$(id)", "`id`", "; rm -rf /", "| id", "&& id", "--upload-pack=id", "-x", "' OR 1=1 --", "\"><script>alert(1)</script>", "{{7*7}}", "${jndi:ldap://x}",
        "%2e%2e%2f", "%00", "\r\nX-Injected: 1", "\u202Etxt.exe", "🙂", "\uFEFF", new('a', 300), new('x', 70_000), "http://169.254.169.254/latest/meta-data", "http://127.0.0.1:2019/config", "file:///etc/passwd",
        "ssh://git@host/x", "ext::sh -c id", "https://user:secret@host/x", "refs/heads/../x", "a..b", "a.lock", "@{-1}", "x~1", "null", "true", "0", "-1", "1e999", "NaN", "__proto__", "constructor",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "-1", "0", "65536", "1e400", "99999999999999999999", "0.5", "[]", "{}", "[[]]", "[null]", "[{}]", "{\"a\":{\"b\":{}}}", "\"\\ud800\"", "{\"__proto__\":{}}",
    ];

    private static readonly string[] Places =
    [
        "%00", "%ff", "%2e%2e", "..%2f..%2fetc", "a%5cb", "%0d%0aX-Injected:%201", "'", "%22", "-1", "0", "{id}", "%F0%9F%99%82", "6f9619ff8b86d011b42d00cf4fc964ff", "00000000-0000-0000-0000-000000000000", new('a', 2000), "*", "e%7C", "%25%30%30",
    ];

    private static readonly string[] Headers = ["If-Match", "If-None-Match", "X-Request-ID", "X-Project-ID", "Last-Event-ID", "Idempotency-Key", "Accept", "Origin", "Cookie", "Range", "Content-Encoding", "X-Forwarded-For"];

    private static readonly string[] HeaderValues = ["\"", "~!@()", ",,,", "W/\"", "*", "a=b; c", "${x}", new('x', 4000), "-1"];

    [Fact]
    public async Task Description_WalkedByStrangers_ShowsAndChangesNothing()
    {
        var app = fixture.App;
        var org = AppFixture.NewOrg();
        var owner = app.AsOwner(org);
        var objects = await SampleObjects.Make(owner);
        var before = await Look(owner, objects);
        var good = app.Token(org, Role.Owner);
        await using var elsewhere = await TestApp.Start();
        var people = new (string Who, Caller Caller, Func<Description.Operation, HttpStatusCode?> Expected)[]
        {
            ("nobody", app.With(null), operation => HttpStatusCode.Unauthorized),
            ("a token of elsewhere", app.With(elsewhere.Token(org, Role.Owner)), operation => HttpStatusCode.Unauthorized),
            ("a broken signature", app.With(good[..^4] + "AAAA"), operation => HttpStatusCode.Unauthorized),
            ("another organisation", app.AsOwner(AppFixture.NewOrg()), operation => operation.Route.Contains('{') && operation.Method is "GET" or "DELETE" ? HttpStatusCode.NotFound : null),
            ("a member without a role", app.As(org), operation => HttpStatusCode.Forbidden),
            ("a viewer", app.As(org, Role.Viewer), operation => operation.Role == "viewer" ? null : HttpStatusCode.Forbidden),
        };

        var cases = from operation in (await Description.Of(app)).Operations.Where(operation => operation.NeedsToken)
                    from person in people
                    where !(operation.IsStream && person.Expected(operation) is null)
                    select (operation, person);
        await Walk(cases.ToList(), async item =>
        {
            var (operation, (who, caller, expected)) = item;
            var answer = await caller.Send(new HttpMethod(operation.Method), "!" + Path(operation, objects), Content(operation, "{}"), []);
            var status = expected(operation);
            Assert.True(status is null ? (int)answer.Status < 500 : answer.Status == status, $"{who}, {operation}: {(int)answer.Status} {answer.Text}");
            if (who != "a viewer")
            {
                Assert.False(answer.Text.Contains(SampleObjects.Marker, StringComparison.OrdinalIgnoreCase), $"{who} sees of {operation}: {answer.Text}");
            }
        });
        Assert.Equal(before, await Look(owner, objects));
    }

    [Fact]
    public async Task Description_WithHostileBodies_IsRefusedWithTheFieldNamed()
    {
        var owner = fixture.App.AsOwner(AppFixture.NewOrg());
        var objects = await SampleObjects.Make(owner);
        var cases = from operation in (await Description.Of(fixture.App)).Operations
                    where operation.Body is not null && operation.Method != "DELETE"
                    from field in Fields(operation.Body!.Value, "")
                    from value in Values.Concat(Texts.Select(text => JsonSerializer.Serialize(text)))
                    select (operation, field, value);
        await Walk(cases.ToList(), async item =>
        {
            var (operation, field, value) = item;
            var answer = await owner.Send(new HttpMethod(operation.Method), "!" + Path(operation, objects), Json(Body(operation.Body!.Value, field, value)), []);
            Assert.True((int)answer.Status < 500, $"{operation} {field}={Cut(value)}: {(int)answer.Status} {answer.Text}");
            if (answer.Status == HttpStatusCode.BadRequest)
            {
                Assert.NotEmpty(answer.Faults);
                Assert.DoesNotContain("   at ", answer.Text);
            }
        });
    }

    [Fact]
    public async Task Description_WithHostileAddresses_NeverFails()
    {
        var owner = fixture.App.AsOwner(AppFixture.NewOrg());
        var objects = await SampleObjects.Make(owner);
        var operations = (await Description.Of(fixture.App)).Operations;
        var ids = from operation in operations.Where(operation => operation.Route.Contains('{'))
                  from place in Places
                  select (operation, Path: SampleObjects.FillWith(operation.Route, place));
        var queries = from operation in operations.Where(operation => operation.Method is "GET" && !operation.IsStream)
                      from name in operation.Parameters("query")
                      from value in Texts.Where(text => text.Length < 1000 && text != "0")
                      select (operation, Path: $"{objects.Fill(operation.Route)}?{name}={Uri.EscapeDataString(value)}");
        await Walk(ids.Concat(queries).ToList(), async item =>
        {
            var answer = await owner.Send(new HttpMethod(item.operation.Method), "!" + item.Path, Content(item.operation, "{}"), []);
            Assert.True((int)answer.Status < 500, $"{item.operation.Method} {Cut(item.Path)}: {(int)answer.Status} {answer.Text}");
            Assert.False(answer.Headers.ContainsKey("X-Injected"));
            if (answer.Status == HttpStatusCode.BadRequest && answer.Headers.GetValueOrDefault("Content-Type") == "application/problem+json" && answer.Code == "invalid_request")
            {
                Assert.NotEmpty(answer.Faults);
            }
        });
    }

    [Fact]
    public async Task Description_WithHostileHeaders_NeverFails()
    {
        var owner = fixture.App.AsOwner(AppFixture.NewOrg());
        var objects = await SampleObjects.Make(owner);
        var cases = from operation in (await Description.Of(fixture.App)).Operations
                    where operation.NeedsToken && operation.Method != "DELETE" && !operation.IsStream
                    from header in Headers
                    from value in HeaderValues
                    select (operation, header, value);
        await Walk(cases.ToList(), async item =>
        {
            var (operation, header, value) = item;
            var answer = await owner.Send(new HttpMethod(operation.Method), "!" + Path(operation, objects), Content(operation, $$"""{"unknown": "{{SampleObjects.Marker}}"}"""), [(header, value)]);
            Assert.True((int)answer.Status < 500, $"{operation} {header}: {Cut(value)}: {(int)answer.Status} {answer.Text}");
        });
    }

    private async Task Walk<T>(IReadOnlyList<T> cases, Func<T, Task> walk)
    {
        Assert.True(cases.Count > 50, $"only {cases.Count} cases");
        await Parallel.ForEachAsync(cases, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (item, _) => await walk(item));
        output.WriteLine($"{cases.Count} cases");
    }

    private static async Task<string> Look(Caller owner, SampleObjects objects) =>
        (await owner.Get($"/projects/{objects.Project}")).ETag + (await owner.Get($"/services/{objects.Service}")).ETag + (await owner.Get("/projects")).Json.GetProperty("items").GetArrayLength();

    private static IEnumerable<string> Fields(JsonElement schema, string prefix)
    {
        foreach (var field in schema.GetProperty("properties").EnumerateObject())
        {
            yield return prefix + field.Name;
            if (field.Value.TryGetProperty("properties", out _))
            {
                foreach (var inner in Fields(field.Value, prefix + field.Name + "."))
                {
                    yield return inner;
                }
            }
        }
    }

    // The required fields with something harmless, and the one that is tried.
    private static string Body(JsonElement schema, string field, string value)
    {
        var outer = field.Split('.')[0];
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()!).Where(name => name != outer) : [];
        var tried = field.Contains('.') ? $$"""{"{{field[(field.IndexOf('.') + 1)..]}}":{{value}}}""" : value;
        return "{" + string.Join(',', [.. required.Select(name => $"\"{name}\":\"web\""), $"\"{outer}\":{tried}"]) + "}";
    }

    // Nothing is waited for.
    private static string Path(Description.Operation operation, SampleObjects objects) => objects.Fill(operation.Route) + (operation.Parameters("query").Contains("wait") ? "?wait=0" : "");

    private static HttpContent? Content(Description.Operation operation, string json) => operation.IsWrite && operation.Method != "DELETE" ? Json(json) : null;

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private static string Cut(string text) => text.Length > 80 ? text[..80] + "…" : text;
}
