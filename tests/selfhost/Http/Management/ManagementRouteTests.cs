using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ClickDeploy.Tests.Shared.Processes;

namespace ClickDeploy.Tests.SelfHost.Http.Management;

/// <summary>What the routes of the management API answer to what is wrong, unknown, filtered or large.</summary>
public sealed class ManagementRouteTests : ManagementTests
{
    [Fact]
    public async Task Unknown_Ids_Are404OnEveryRoute()
    {
        foreach (var id in new[] { "nobody", new string('x', 101), "a%5Cb", "%40x", "a%23b" })
        {
            using var shown = await Client.GetAsync(Url("instances/" + id));
            using var purged = await Client.DeleteAsync(Url("instances/" + id));
            Assert.Equal((id, HttpStatusCode.NotFound, HttpStatusCode.NotFound), (id, shown.StatusCode, purged.StatusCode));
            foreach (var ask in new[] { "raiseEvent/Go", "terminate", "suspend", "resume", "rewind", "restart" })
            {
                Assert.Equal((id, ask, HttpStatusCode.NotFound), (id, ask, await Do($"instances/{id}/{ask}")));
            }
        }

        Assert.Equal(HttpStatusCode.BadRequest, await Do("orchestrators/Managed/" + new string('x', 101)));
        Assert.Equal(HttpStatusCode.BadRequest, await Do("orchestrators/Managed/%40x"));
    }

    [Fact]
    public async Task Parameter_ThatCannotBeUnderstood_IsNamed()
    {
        await Start("one", "x");
        foreach (var (method, path, query, named) in new[]
        {
            ("GET", "instances", "top=0", "top"),
            ("GET", "instances", "top=many", "top"),
            ("GET", "instances", "showInput=maybe", "showInput"),
            ("GET", "instances", "runtimeStatus=Completed,Sleeping", "runtimeStatus is 'Sleeping'"),
            ("GET", "instances", "runtimeStatus=77", "runtimeStatus"),
            ("GET", "instances", "createdTimeFrom=soon", "createdTimeFrom"),
            ("GET", "instances", "createdTimeTo=soon", "createdTimeTo"),
            ("GET", "instances/one", "showHistory=x", "showHistory"),
            ("GET", "instances/one", "showHistory=true&showHistoryOutput=x", "showHistoryOutput"),
            ("GET", "instances/one", "returnInternalServerErrorOnFailure=x", "returnInternalServerErrorOnFailure"),
            ("POST", "instances/one/restart", "restartWithNewInstanceId=x", "restartWithNewInstanceId"),
            ("DELETE", "instances", "createdTimeFrom=x", "createdTimeFrom"),
            ("DELETE", "instances", "runtimeStatus=Completed", "createdTimeFrom is missing"),
            ("DELETE", "instances", "createdTimeFrom=2020-01-01&createdTimeTo=x", "createdTimeTo"),
        })
        {
            using var request = new HttpRequestMessage(new(method), Url(path, "&" + query));
            using var answer = await Client.SendAsync(request);

            Assert.Equal((query, HttpStatusCode.BadRequest), (query, answer.StatusCode));
            Assert.Contains(named, Text(await answer.Content.ReadFromJsonAsync<JsonElement>(), "Message"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("%00")]
    [InlineData("0000000000000000000%7Cone")]
    [InlineData("0638000000000000000garbage")]
    [InlineData("bnVsbA==")]
    public async Task ContinuationToken_ThatNoPageGave_IsRefused(string token)
    {
        await Start("one", "x");
        using var request = new HttpRequestMessage(HttpMethod.Get, Url("instances"));
        request.Headers.Add("x-ms-continuation-token", token);
        using var answer = await Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Use the one of the page before", Text(await answer.Content.ReadFromJsonAsync<JsonElement>(), "Message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Method_ThatARouteHasNot_IsRefused()
    {
        foreach (var (method, path) in new[] { ("PUT", "instances/one"), ("PATCH", "instances"), ("GET", "instances/one/terminate"), ("GET", "orchestrators/Managed"), ("DELETE", "instances/one/raiseEvent/Go") })
        {
            using var request = new HttpRequestMessage(new(method), Url(path));
            using var answer = await Client.SendAsync(request);

            Assert.Equal((method, path, HttpStatusCode.MethodNotAllowed), (method, path, answer.StatusCode));
        }
    }

    [Fact]
    public async Task Location_IsWhereItsStateIsSaid_WhileItGoesOnOnly()
    {
        using var started = await Post("orchestrators/Managed/lo%20c", "wait");
        var status = started.Headers.Location!;
        using var running = await Client.GetAsync(status);
        Assert.Equal((HttpStatusCode.Accepted, status, TimeSpan.FromSeconds(10)), (running.StatusCode, running.Headers.Location, running.Headers.RetryAfter!.Delta));

        using var more = await Client.GetAsync(status + "&showHistory=true&returnInternalServerErrorOnFailure=true");
        Assert.Equal(status.AbsoluteUri + "&showHistory=true&returnInternalServerErrorOnFailure=true", more.Headers.Location!.AbsoluteUri);

        (await Post("instances/lo%20c/raiseEvent/Go", "on")).Dispose();

        Assert.Equal("on", Text(await Until(status.ToString(), HttpStatusCode.OK), "output"));
        using var over = await Client.GetAsync(status);
        Assert.Equal((null, null), (over.Headers.Location, over.Headers.RetryAfter));
        using var again = await Post("instances/lo%20c/restart", null);
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        var id = Text(await again.Content.ReadFromJsonAsync<JsonElement>(), "id");
        Assert.NotEqual("lo c", id);
        Assert.Contains(id, again.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_OfAFailure_HasItsReasonAndDetails_AndInputsOnlyWhenAsked()
    {
        await Start("broken", "break");
        var seen = await Until(Url("instances/broken", "&showHistory=true&showHistoryOutput=true"), HttpStatusCode.OK, "Failed");

        Assert.Contains("not this one", Text(seen, "output"), StringComparison.Ordinal);
        var failed = seen.GetProperty("historyEvents")[1];
        Assert.Equal(("TaskFailed", nameof(ManagementFunctions.ManagedStep), "break"), (Text(failed, "EventType"), Text(failed, "FunctionName"), Text(failed, "Input")));
        Assert.Contains("not this one", Text(failed, "Reason"), StringComparison.Ordinal);
        Assert.Contains(nameof(ManagementFunctions), Text(failed, "Details"), StringComparison.Ordinal);
        Assert.True(failed.GetProperty("ScheduledTime").GetDateTime() <= failed.GetProperty("Timestamp").GetDateTime());
        var plain = await Until(Url("instances/broken", "&showHistory=true&showInput=false"), HttpStatusCode.OK);
        Assert.All(plain.GetProperty("historyEvents").EnumerateArray(), e => Assert.False(e.TryGetProperty("Input", out _)));
        var without = await Until(Url("instances/broken"), HttpStatusCode.OK);
        Assert.False(without.TryGetProperty("historyEvents", out _));
        using var asError = await Client.GetAsync(Url("instances/broken", "&returnInternalServerErrorOnFailure=true"));
        Assert.Equal((HttpStatusCode.InternalServerError, "Failed"), (asError.StatusCode, Text(await asError.Content.ReadFromJsonAsync<JsonElement>(), "runtimeStatus")));
    }

    [Fact]
    public async Task Rewind_KeepsItsReason()
    {
        await Start("mended", "mend too");
        await Until(Url("instances/mended"), HttpStatusCode.OK, "Failed");

        Assert.Equal(HttpStatusCode.Accepted, await Do("instances/mended/rewind", "&reason=the%20disk%20is%20back"));

        var rewound = await Until(Url("instances/mended", "&showHistory=true"), HttpStatusCode.OK, "Completed");
        Assert.Contains(rewound.GetProperty("historyEvents").EnumerateArray(), e => Text(e, "EventType") == "ExecutionRewound" && Text(e, "Reason") == "the disk is back");
        Assert.Equal(HttpStatusCode.Gone, await Do("instances/mended/rewind"));
    }

    [Fact]
    public async Task Pages_TogetherHaveEachOnce_AndFiltersNarrowThem()
    {
        foreach (var n in Enumerable.Range(0, 7))
        {
            await Start($"p-{n}", n % 2 == 0 ? "x" : "wait");
        }

        await Until(Url("instances/p-6"), HttpStatusCode.OK);
        var (ids, token) = (new List<string>(), (string?)"");
        while (token is not null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Url("instances", "&instanceIdPrefix=p-&top=3"));
            request.Headers.Add("x-ms-continuation-token", token);
            using var answer = await Client.SendAsync(request);
            var page = await Ids(answer);
            Assert.InRange(page.Count, 1, 3);
            ids.AddRange(page);
            token = answer.Headers.TryGetValues("x-ms-continuation-token", out var next) ? next.Single() : null;
        }

        Assert.Equal(Enumerable.Range(0, 7).Select(n => $"p-{n}"), ids);
        Assert.Equal(["p-1", "p-3", "p-5"], await Ids(await Client.GetAsync(Url("instances", "&instanceIdPrefix=p-&runtimeStatus=running"))));
        Assert.Equal(["p-1", "p-3", "p-5"], await Ids(await Client.GetAsync(Url("instances", "&instanceIdPrefix=p-&runtimeStatus=Failed&runtimeStatus=Running"))));
        Assert.Equal(7, (await Ids(await Client.GetAsync(Url("instances", "&instanceIdPrefix=p-&createdTimeFrom=2020-01-01T00:00:00Z&createdTimeTo=2999-01-01T00:00:00Z")))).Count);
        Assert.Empty(await Ids(await Client.GetAsync(Url("instances", "&instanceIdPrefix=p-&createdTimeTo=2020-01-01T00:00:00Z"))));
        var listed = (await Client.GetFromJsonAsync<JsonElement>(Url("instances", "&instanceIdPrefix=p-0")))[0];
        Assert.Equal("x", Text(listed, "input"));
        Assert.Equal(JsonValueKind.Null, (await Client.GetFromJsonAsync<JsonElement>(Url("instances", "&instanceIdPrefix=p-0&showInput=false")))[0].GetProperty("input").ValueKind);
        Assert.Equal(0, await Purged("instances", "&createdTimeFrom=2020-01-01T00:00:00Z&createdTimeTo=2021-01-01T00:00:00Z"));
        Assert.Equal(0, await Purged("instances", "&createdTimeFrom=2020-01-01T00:00:00Z&runtimeStatus=Failed,Running"));
        Assert.Equal(4, await Purged("instances", "&createdTimeFrom=2020-01-01T00:00:00Z"));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task Payloads_OfMegabytes_ComeBackWhole()
    {
        var text = "größer 😀 \\ \" " + new string('x', 3_000_000) + " ende";
        await Start("large", text);

        var seen = await Until(Url("instances/large", "&showHistory=true&showHistoryOutput=true"), HttpStatusCode.OK, "Completed");

        Assert.True(text == Text(seen, "input"), "The input");
        Assert.True("did " + text == Text(seen, "output"), "The output");
        var task = seen.GetProperty("historyEvents")[1];
        Assert.True((text, "did " + text) == (Text(task, "Input"), Text(task, "Result")), "The history");
    }

    [Fact]
    public async Task Payload_AsDeepAsJsonMayBe_ComesBackWhole()
    {
        var deep = new string('[', 64) + new string(']', 64);
        using var started = await Client.PostAsync(Url("orchestrators/ManagedAny/deep"), new StringContent(deep));
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);

        await Eventually.Is(() => Client.GetStringAsync(Url("instances/deep", "&showHistory=true&showHistoryOutput=true")), seen => seen.Split(deep).Length > 5, "The payload as input and output, in the history too,");
        Assert.Contains(deep, await Client.GetStringAsync(Url("instances")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a%2Fb", "a/b")]
    [InlineData("a%252Fb", "a%2Fb")]
    [InlineData("%E5%90%8D%20%3F", "名 ?")]
    public async Task Event_OfANameWithOddCharacters_IsThatOne(string sent, string awaited)
    {
        using var started = await Post("orchestrators/ManagedWait/named", awaited);
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);

        (await Post($"instances/named/raiseEvent/{sent}", "came")).Dispose();

        Assert.Equal("came", Text(await Until(Url("instances/named"), HttpStatusCode.OK), "output"));
    }

    [Fact]
    public async Task Body_OfAStart_MayBeAnyJsonOrNone()
    {
        using var wrong = await Client.PostAsync(Url("orchestrators/Managed"), new StringContent("{"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        using var started = await Post("orchestrators/Managed/none", null);
        Assert.Equal("did nothing", Text(await Until(Url("instances/none"), HttpStatusCode.OK), "output"));
        using var named = await Post("orchestrators/managed", "x");
        Assert.Matches("^[0-9a-f]{32}$", Text(await named.Content.ReadFromJsonAsync<JsonElement>(), "id"));
    }
}
