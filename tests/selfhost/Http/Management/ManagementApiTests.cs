using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ClickDeploy.SelfHost.Http.Management;

namespace ClickDeploy.Tests.SelfHost.Http.Management;

/// <summary>Every route of the Durable management API (functions-api), through HTTP.</summary>
public sealed class ManagementApiTests : ManagementTests
{
    [Fact]
    public async Task Start_AnswersTheLinks_AndTheInstanceIsShownWhole()
    {
        using var started = await Post("orchestrators/Managed/one", "x");
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(10), started.Headers.RetryAfter!.Delta);
        var links = await started.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(
            ["id", "purgeHistoryDeleteUri", "sendEventPostUri", "statusQueryGetUri", "terminatePostUri", "rewindPostUri", "suspendPostUri", "resumePostUri", "restartPostUri"],
            links.EnumerateObject().Select(link => link.Name));
        Assert.Equal(("one", started.Headers.Location!.ToString()), (links.GetProperty("id").GetString(), links.GetProperty("statusQueryGetUri").GetString()));

        var seen = await Until(links.GetProperty("statusQueryGetUri").GetString()! + "&showHistory=true&showHistoryOutput=true", HttpStatusCode.OK);

        Assert.Equal(["name", "instanceId", "runtimeStatus", "input", "customStatus", "output", "createdTime", "lastUpdatedTime", "historyEvents"], seen.EnumerateObject().Select(member => member.Name));
        Assert.Equal(("Managed", "Completed", "x", "did x"), (Text(seen, "name"), Text(seen, "runtimeStatus"), Text(seen, "input"), Text(seen, "output")));
        Assert.Equal("x", Text(seen.GetProperty("customStatus"), "At"));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", Text(seen, "createdTime"));
        Assert.Equal(["ExecutionStarted", "TaskCompleted", "ExecutionCompleted"], seen.GetProperty("historyEvents").EnumerateArray().Select(e => Text(e, "EventType")));
        Assert.Equal("did x", Text(seen.GetProperty("historyEvents")[1], "Result"));
        Assert.Equal("4", Text(seen.GetProperty("historyEvents")[0], "Version"));
        var plain = await Until(Url("instances/one", "&showInput=false&showHistory=true"), HttpStatusCode.OK);
        Assert.Equal(JsonValueKind.Null, plain.GetProperty("input").ValueKind);
        Assert.All(plain.GetProperty("historyEvents").EnumerateArray(), e => Assert.False(e.TryGetProperty("Result", out _)));
    }

    [Fact]
    public async Task WhomTheApplicationAdmits_NeedsNoKey_AndGetsLinksWithoutOne()
    {
        Assert.Equal(HttpStatusCode.NotFound, await Ask("Bearer stranger"));
        Assert.Equal(HttpStatusCode.Accepted, await Ask("Bearer admin"));

        async Task<HttpStatusCode> Ask(string authorization)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/{ManagementKey.Base}/orchestrators/Managed/{Guid.NewGuid()}") { Content = JsonContent.Create("x") };
            request.Headers.Add("Authorization", authorization);
            using var answer = await Client.SendAsync(request);
            Assert.DoesNotContain("code=", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Running_IsToldSuspendedResumedAndEnded()
    {
        await Start("two", "wait");
        using (var running = await Client.GetAsync(Url("instances/two")))
        {
            Assert.Equal((HttpStatusCode.Accepted, TimeSpan.FromSeconds(10)), (running.StatusCode, running.Headers.RetryAfter!.Delta));
        }

        Assert.Equal(HttpStatusCode.Accepted, await Do("instances/two/suspend", "&reason=night"));
        await Until(Url("instances/two"), HttpStatusCode.Accepted, "Suspended");
        Assert.Equal(HttpStatusCode.Accepted, await Do("instances/two/resume"));
        Assert.Equal(HttpStatusCode.Conflict, await Do("instances/two/rewind"));
        Assert.Equal(HttpStatusCode.NotFound, (await Client.DeleteAsync(Url("instances/two"))).StatusCode);
        using (var unreadable = await Client.PostAsync(Url("instances/two/raiseEvent/Go"), new StringContent("{")))
        {
            Assert.Equal(HttpStatusCode.BadRequest, unreadable.StatusCode);
        }

        using (var raised = await Post("instances/two/raiseEvent/Go", "gone"))
        {
            Assert.Equal(HttpStatusCode.Accepted, raised.StatusCode);
        }

        Assert.Equal("gone", Text(await Until(Url("instances/two"), HttpStatusCode.OK), "output"));
        foreach (var ask in new[] { "raiseEvent/Go", "terminate", "suspend", "resume", "rewind" })
        {
            Assert.Equal((ask, HttpStatusCode.Gone), (ask, await Do("instances/two/" + ask)));
            Assert.Equal((ask, HttpStatusCode.NotFound), (ask, await Do("instances/nobody/" + ask)));
        }

        await Start("three", "wait");
        Assert.Equal(HttpStatusCode.Accepted, await Do("instances/three/terminate", "&reason=enough"));
        Assert.Equal("enough", Text(await Until(Url("instances/three"), HttpStatusCode.OK, "Terminated"), "output"));
    }

    [Fact]
    public async Task Failed_IsRewound()
    {
        await Start("broken", "mend");
        await Until(Url("instances/broken"), HttpStatusCode.OK, "Failed");
        using (var failed = await Client.GetAsync(Url("instances/broken", "&returnInternalServerErrorOnFailure=true")))
        {
            Assert.Equal(HttpStatusCode.InternalServerError, failed.StatusCode);
        }

        Assert.Equal(HttpStatusCode.Accepted, await Do("instances/broken/rewind", "&reason=mended"));

        var seen = await Until(Url("instances/broken", "&showHistory=true"), HttpStatusCode.OK, "Completed");
        Assert.Equal(
            ["ExecutionStarted", "TaskFailed", "ExecutionCompleted", "ExecutionRewound", "TaskCompleted", "ExecutionCompleted"],
            seen.GetProperty("historyEvents").EnumerateArray().Select(e => Text(e, "EventType")));
    }

    [Fact]
    public async Task List_IsFilteredAndPaged_AndWhatIsOverIsPurged()
    {
        foreach (var id in new[] { "l-a", "l-b", "l-c" })
        {
            await Start(id, "x");
            await Until(Url("instances/" + id), HttpStatusCode.OK);
        }

        await Start("l-d", "wait");
        using var first = await Client.GetAsync(Url("instances", "&instanceIdPrefix=l-&runtimeStatus=Completed,Failed&top=2&showInput=false"));
        Assert.Equal(["l-a", "l-b"], await Ids(first));
        using var next = new HttpRequestMessage(HttpMethod.Get, Url("instances", "&instanceIdPrefix=l-&runtimeStatus=Completed,Failed&top=2"));
        next.Headers.Add("x-ms-continuation-token", first.Headers.GetValues("x-ms-continuation-token").Single());
        using var second = await Client.SendAsync(next);
        Assert.Equal(["l-c"], await Ids(second));
        Assert.False(second.Headers.Contains("x-ms-continuation-token"));
        Assert.Empty(await Ids(await Client.GetAsync(Url("instances", "&createdTimeFrom=2999-01-01T00:00:00Z"))));
        Assert.Equal(HttpStatusCode.BadRequest, (await Client.GetAsync(Url("instances", "&runtimeStatus=Sleeping"))).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Client.GetAsync(Url("instances", "&createdTimeTo=soon"))).StatusCode);

        using var restarted = await Post("instances/l-a/restart", null, "&restartWithNewInstanceId=false");
        Assert.Equal("l-a", Text(await restarted.Content.ReadFromJsonAsync<JsonElement>(), "id"));
        await Until(Url("instances/l-a"), HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.NotFound, await Do("instances/nobody/restart"));
        Assert.Equal(HttpStatusCode.Conflict, await Do("instances/l-d/restart", "&restartWithNewInstanceId=false"));
        Assert.Equal(HttpStatusCode.Conflict, await Do("orchestrators/Managed/l-d"));
        Assert.Equal(HttpStatusCode.BadRequest, await Do("orchestrators/Nothing"));

        Assert.Equal(1, await Purged("instances/l-a"));
        Assert.Equal(HttpStatusCode.NotFound, (await Client.DeleteAsync(Url("instances/l-a"))).StatusCode);
        Assert.Equal(2, await Purged("instances", "&runtimeStatus=Completed&createdTimeFrom=2020-01-01T00:00:00Z"));
        Assert.Equal(["l-d"], await Ids(await Client.GetAsync(Url("instances"))));
    }

    [Fact]
    public async Task Everything_WithoutTheKey_IsNotThere()
    {
        await Start("secret", "wait");
        foreach (var code in new[] { "", "?code=", "?code=" + new string('0', 64) })
        {
            foreach (var (method, path) in new[] { ("GET", "instances"), ("GET", "instances/secret"), ("POST", "instances/secret/terminate"), ("DELETE", "instances"), ("DELETE", "instances/secret"), ("POST", "orchestrators/Managed") })
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), $"/{ManagementKey.Base}/{path}{code}");
                using var answer = await Client.SendAsync(request);
                Assert.Equal((method, path, HttpStatusCode.NotFound), (method, path, answer.StatusCode));
            }
        }
    }
}
