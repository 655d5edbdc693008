using ClickDeploy.Tests.Platform;

namespace ClickDeploy.Tests.ZeroDowntime;

/// <summary>Who sends something large is not cut off by a deployment, not even by one of the service that it is sent to.</summary>
[Trait("Speed", "Slow")]
[Collection(nameof(RealPlatform)), Trait("Lane", "one")]
public sealed class UploadTests
{
    private const long Bytes = 100 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Deploy_InTheMiddleOfUploads_CutsNone()
    {
        // The drain is long enough for the other half; nobody waits for its end.
        await using var platform = await PlatformProcess.Run(new Dictionary<string, string> { ["DRAIN_SECONDS"] = "30", ["STOP_GRACE_SECONDS"] = "10" });
        using var repository = SampleRepository.Echo("1");
        using var other = SampleRepository.Echo("other");
        using var third = SampleRepository.Echo("third");
        var project = await platform.Api.CreateProject("uploads");
        var (service, host) = await Live(platform, project.Id, "switched", repository);
        var (_, quiet) = await Live(platform, project.Id, "quiet", other);
        var elsewhere = (await platform.Api.CreateService((await platform.Api.CreateProject("elsewhere")).Id, "third", third.Url, SampleRepository.EchoCommand)).Id;
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Patience };
        var switched = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (own, neighbour) = (new HalfwayContent(Bytes, switched.Task), new HalfwayContent(Bytes, switched.Task));
        Task<string>[] uploads = [Upload(platform, http, host, own), Upload(platform, http, quiet, neighbour)];
        await Task.WhenAll(own.Halfway, neighbour.Halfway).WaitAsync(Patience);

        // One that nothing is sent to, live for the first time and then again; only then the one that takes an upload.
        await platform.Api.DeployLive(elsewhere);
        third.Push("third again");
        await platform.Api.DeployLive(elsewhere);
        repository.Push("2");
        await platform.Api.DeployLive(service);
        Assert.Equal("2", await platform.Ask(host));
        switched.SetResult();

        Assert.Equal([$"{Bytes} bytes for 1", $"{Bytes} bytes for other"], await Task.WhenAll(uploads));
    }

    private static async Task<string> Upload(PlatformProcess platform, HttpClient http, string host, HttpContent body)
    {
        using var request = platform.Caddy.Request(host, "/upload");
        (request.Method, request.Content) = (HttpMethod.Post, body);
        using var answer = await http.SendAsync(request);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync() : $"status {(int)answer.StatusCode}";
    }

    private static async Task<(Guid Service, string Host)> Live(PlatformProcess platform, Guid project, string name, SampleRepository repository)
    {
        var service = await platform.Api.CreateService(project, name, repository.Url, SampleRepository.EchoCommand);
        await platform.Api.DeployLive(service.Id);
        return (service.Id, (await platform.Api.Service(service.Id)).Host);
    }
}
