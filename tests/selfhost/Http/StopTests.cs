using System.Net;
using ClickDeploy.SelfHost.Http;
using ClickDeploy.SelfHost.Settings;
using ClickDeploy.Tests.SelfHost.Hosting;
using ClickDeploy.Tests.SelfHost.Timers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ClickDeploy.Tests.SelfHost.Http;

public sealed class StopTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly StreamsSeen _seen = new();
    private readonly ManualTime _clock = new(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Stop_WithAnOpenStream_EndsTheStreamAtOnce()
    {
        await using var host = await Start();
        using var response = await host.Client.GetAsync("/events", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.Equal("data: first", await reader.ReadLineAsync());
        await host.Stop().WaitAsync(Deadline);
        Assert.True(await _seen.EventsEnded.Task);
        // The stream has a proper end: no error while it is read on.
        Assert.Equal("\n", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task Stop_WithAnOrdinaryRequest_WaitsForIt()
    {
        await using var host = await Start();
        var answer = host.Client.GetStringAsync("/slow");
        await _seen.SlowBegan.Task.WaitAsync(Deadline);
        var stop = host.Stop();
        Assert.False(stop.IsCompleted);
        _seen.SlowMayEnd.SetResult();
        Assert.Equal("done", await answer.WaitAsync(Deadline));
        await stop.WaitAsync(Deadline);
    }

    [Fact]
    public async Task Stop_BesideARequestThatJustEnded_EndsTheOthersAfterTheGrace()
    {
        await using var host = await Start();
        using var running = new RunningRequests(host.Services.GetRequiredService<IHostApplicationLifetime>(), _clock, new HostJson());
        var over = new DefaultHttpContext();
        using var ended = running.Begin(over);
        using var other = running.Begin(new DefaultHttpContext());
        over.Uninitialize();

        await host.Stop().WaitAsync(Deadline);
        _clock.Step(_clock.GetUtcNow() + RunningRequests.Grace);

        Assert.True(other.Token.IsCancellationRequested);
    }

    [Fact]
    public async Task Stop_WithARequestThatTakesTooLong_EndsItAfterTheGrace()
    {
        await using var host = await Start();
        var answer = host.Client.GetAsync("/slow");
        await _seen.SlowBegan.Task.WaitAsync(Deadline);
        var stop = host.Stop();
        _clock.Step(_clock.GetUtcNow() + RunningRequests.Grace);
        using var response = await answer.WaitAsync(Deadline);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        await stop.WaitAsync(Deadline);
    }

    [Fact]
    public async Task Request_LongerThanTheFunctionTimeout_IsEnded()
    {
        await using var host = await Start();
        var answer = host.Client.GetAsync("/slow");
        await _seen.SlowBegan.Task.WaitAsync(Deadline);
        _clock.Step(_clock.GetUtcNow() + TimeSpan.FromMinutes(10));
        using var response = await answer.WaitAsync(Deadline);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    [Fact]
    public async Task Client_ThatGoesAway_CancelsTheFunction()
    {
        await using var host = await Start();
        using (var response = await host.Client.GetAsync("/events", HttpCompletionOption.ResponseHeadersRead))
        {
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        Assert.True(await _seen.EventsEnded.Task.WaitAsync(Deadline));
    }

    [Fact]
    public async Task Function_ThrowsMidway_TheAnswerBreaksOff()
    {
        await using var host = await Start();
        await Assert.ThrowsAsync<HttpRequestException>(() => host.Client.GetStringAsync("/broken"));
    }

    private Task<TestHost> Start()
    {
        var settings = new Dictionary<string, string?> { ["AzureFunctionsJobHost:functionTimeout"] = "00:10:00" };
        var builder = TestHost.Builder(settings, typeof(Streams));
        builder.Services.AddSingleton(_seen);
        builder.Services.AddSingleton<TimeProvider>(_clock);
        return TestHost.Start(builder);
    }
}
