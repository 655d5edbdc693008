using System.Net;
using System.Net.Http.Headers;
using System.Text;
using ClickDeploy.Tests.Functions.Auth;

namespace ClickDeploy.Tests.Functions.Http;

public sealed class HostileBodyTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private const int Seed = 20261121;
    private readonly Caller _owner = fixture.App.AsOwner(AppFixture.NewOrg());

    /// <summary>Bodies that are no acceptable object for any route, each with the status that they get.</summary>
    private static readonly Dictionary<string, (byte[] Body, int Status)> Bodies = new()
    {
        ["empty"] = ([], 400),
        ["space"] = ([.. " \n"u8], 400),
        ["no JSON"] = ([.. "name=web"u8], 400),
        ["two values"] = ([.. "{} {}"u8], 400),
        ["comment"] = ([.. "{/* */}"u8], 400),
        ["trailing comma"] = ([.. "{\"name\":\"a\",}"u8], 400),
        ["single quotes"] = ([.. "{'name':'a'}"u8], 400),
        ["NaN"] = ([.. "{\"port\":NaN}"u8], 400),
        ["text"] = ([.. "\"name\""u8], 400),
        ["null"] = ([.. "null"u8], 400),
        ["invalid UTF-8"] = ([.. "{\"name\":\""u8, 0xC3, 0x28, .. "\"}"u8], 400),
        ["overlong UTF-8"] = ([.. "{\"name\":\""u8, 0xC0, 0x80, .. "\"}"u8], 400),
        ["surrogate in UTF-8"] = ([.. "{\"name\":\""u8, 0xED, 0xA0, 0x80, .. "\"}"u8], 400),
        ["UTF-16"] = (Encoding.Unicode.GetBytes("{\"name\":\"a\"}"), 400),
        ["NUL bytes"] = (new byte[100], 400),
        ["deep arrays"] = (Encoding.ASCII.GetBytes(new string('[', 100_000)), 400),
        ["deep objects"] = (Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 50_000))), 400),
        ["deep in an unknown field"] = (Encoding.ASCII.GetBytes($$"""{"name":"a","x":{{new string('[', 40)}}{{new string(']', 40)}}}"""), 400),
        ["many unknown fields"] = (Encoding.ASCII.GetBytes("{" + string.Join(',', Enumerable.Range(0, 20_000).Select(n => $"\"f{n}\":1")) + "}"), 400),
        ["a long name of a field"] = (Encoding.ASCII.GetBytes($$"""{"{{new string('x', 100_000)}}":1}"""), 400),
        ["a long number"] = (Encoding.ASCII.GetBytes($$"""{"name":"a","port":{{new string('9', 10_000)}}}"""), 400),
        ["one byte too many"] = (Encoding.ASCII.GetBytes($$"""{"name":"{{new string('x', (1 << 20) - 10)}}"}"""), 413),
        ["far too many bytes"] = (new byte[3 << 20], 413),
    };

    /// <summary>The kinds alone: whatever else a test is given, the runner writes out element by element whenever it lists the tests.</summary>
    public static TheoryData<string> Kinds => new(Bodies.Keys);

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Writes_WithABrokenBody_NameTheFault(string kind)
    {
        var (body, status) = Bodies[kind];
        foreach (var (method, path) in await Writes())
        {
            foreach (var chunked in new[] { false, true })
            {
                var answer = await _owner.Send(method, path, Content(body, chunked), []);

                Assert.True((int)answer.Status == status, $"{kind} to {method} {path}: {(int)answer.Status} {answer.Text}");
                answer.IsProblem((HttpStatusCode)status, status == 413 ? "too_large" : "invalid_request");
                Assert.NotEmpty(answer.Faults);
                Assert.True(answer.Text.Length < 64 * 1024, $"{kind}: an answer of {answer.Text.Length} characters");
            }
        }
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("garbage")]
    [InlineData("")]
    public async Task Writes_WithAnotherType_Answer415(string type)
    {
        foreach (var (method, path) in await Writes())
        {
            var content = new ByteArrayContent([.. "{}"u8]);
            content.Headers.TryAddWithoutValidation("Content-Type", type);

            (await _owner.Send(method, path, content, [])).IsProblem(HttpStatusCode.UnsupportedMediaType, "wrong_type");
        }
    }

    [Fact]
    public async Task Writes_WithACompressedBody_Answer415()
    {
        var content = Content([.. "{}"u8], chunked: false);
        content.Headers.ContentEncoding.Add("gzip");

        (await _owner.Send(HttpMethod.Post, "/projects", content, [])).IsProblem(HttpStatusCode.UnsupportedMediaType, "wrong_type");
    }

    [Fact]
    public async Task Writes_WithAnyBody_NeverFail()
    {
        var random = new Random(Seed);
        var writes = await Writes();
        for (var i = 0; i < 400; i++)
        {
            var (method, path) = writes[random.Next(writes.Count)];
            var body = JsonNoise.Make(random);

            var answer = await _owner.Send(method, path, Content(body, chunked: random.Next(2) == 0), []);

            Assert.True((int)answer.Status is >= 200 and < 500, $"body {i} of seed {Seed} to {method} {path}: {(int)answer.Status} {answer.Text}\n{Encoding.UTF8.GetString(body)}");
            Assert.DoesNotContain("   at ", answer.Text);
            if (answer.Status == HttpStatusCode.BadRequest)
            {
                Assert.NotEmpty(answer.Faults);
            }
        }
    }

    [Fact]
    public async Task Addresses_OfAnyKind_NeverFail()
    {
        string[] garbage = ["%00", "%ff", "..", "%2e%2e%2f", "a%2fb", "'", "\"", "%0d%0aX:%20y", "-1", "0", "{id}", new string('a', 2000), "6f9619ff8b86d011b42d00cf4fc964ff", "(6f9619ff-8b86-d011-b42d-00cf4fc964ff)", "%F0%9F%99%82"];
        foreach (var (method, route, _) in AccessTests.Routes.Where(route => route.Route.Contains('{')))
        {
            foreach (var text in garbage)
            {
                var path = System.Text.RegularExpressions.Regex.Replace(route, @"\{[^}]*\}", text);

                var answer = await _owner.Send(new HttpMethod(method), "!" + path + "?limit=%00&cursor=%ff&wait=x&q=%00&since=-1&level=x&phase=%20", method is "GET" or "HEAD" or "DELETE" ? null : Content([.. "{}"u8], chunked: false), []);

                Assert.True((int)answer.Status is >= 200 and < 500, $"{method} {path}: {(int)answer.Status} {answer.Text}");
            }
        }
    }

    [Fact]
    public async Task Headers_OfAnyKind_NeverFail()
    {
        foreach (var name in new[] { "If-Match", "If-None-Match", "X-Request-ID", "X-Project-ID", "Last-Event-ID", "Idempotency-Key", "Accept", "Origin", "Cookie", "Range", "If-Modified-Since" })
        {
            foreach (var value in new[] { "", "\"", "~!@()", ",,,", "a=b; c", new string('x', 4000), "W/\"", "bytes=9-1", "*" })
            {
                var answer = await _owner.Get("/projects", (name, value));

                Assert.True((int)answer.Status is >= 200 and < 500, $"{name}: {value}: {(int)answer.Status} {answer.Text}");
                Assert.InRange(answer.Headers["X-Request-ID"].Length, 1, 64);
            }
        }
    }

    [Fact]
    public async Task RequestId_OfTheCaller_ComesBack()
    {
        Assert.Equal("abc-1.2_3", (await _owner.Get("/me", ("X-Request-ID", "abc-1.2_3"))).Headers["X-Request-ID"]);
        Assert.NotEqual("a b", (await _owner.Get("/me", ("X-Request-ID", "a b"))).Headers["X-Request-ID"]);
    }

    private async Task<IReadOnlyList<(HttpMethod Method, string Path)>> Writes()
    {
        var project = (await _owner.Post("/projects", new { name = "Shop" })).Field("id");
        var service = (await _owner.Post($"/projects/{project}/services", new { name = "web" })).Field("id");
        return
        [
            (HttpMethod.Post, "!/dev/token"),
            (HttpMethod.Post, "/projects"),
            (HttpMethod.Patch, $"/projects/{project}"),
            (HttpMethod.Post, $"/projects/{project}/services"),
            (HttpMethod.Patch, $"/services/{service}"),
            (HttpMethod.Patch, $"/services/{service}/position"),
            (HttpMethod.Patch, $"/projects/{project}/positions"),
        ];
    }

    private static HttpContent Content(byte[] body, bool chunked)
    {
        HttpContent content = chunked ? new StreamContent(new OnlyForward(body)) : new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    // A stream without a length is sent in chunks.
    private sealed class OnlyForward(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
