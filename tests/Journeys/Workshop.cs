using ClickDeploy.Tests.Platform;

namespace ClickDeploy.Tests.Journeys;

/// <summary>
/// A platform with the project <c>workshop</c>, for all tests of the page that need something that runs: each has a live service of its own, so that none
/// meets what another left. Each service answers with its variable GREETING and writes a line for every request.
/// </summary>
public sealed class Workshop : IAsyncLifetime
{
    private const string Server = """
        const http = require('node:http');
        http.createServer((request, response) => {
          console.log(`asked for ${request.url}`);
          if (request.url === '/fault') console.error('something went wrong');
          response.end(`${process.env.GREETING ?? 'no greeting'} 1`);
        }).listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'));
        process.on('SIGTERM', () => process.exit(0));
        """;

    private static readonly string[] Names = ["canvas", "form", "shared", "vars", "secret", "text", "back", "power", "logs", "uses"];

    private SampleRepository? _repository;
    private PlatformProcess? _platform;

    internal PlatformProcess Platform => _platform ?? throw new InvalidOperationException("The platform was not started.");

    internal string Repository => _repository?.Url ?? throw new InvalidOperationException("There is no repository yet.");

    internal Guid Project { get; private set; }

    internal Dictionary<string, ServiceAnswer> Services { get; } = [];

    public async Task InitializeAsync()
    {
        _repository = SampleRepository.Of("echo");
        _repository.Push("server.js", Server);
        _platform = await PlatformProcess.Run(new Dictionary<string, string>(Settings.Fast) { ["WEB_ROOT"] = BrowserFixture.Page });
        Project = (await _platform.Api.CreateProject("workshop")).Id;
        await Task.WhenAll(Names.Select((name, index) => Deploy(name, index)));
    }

    /// <summary>What the service answers now, through the proxy.</summary>
    internal Task<string> Answer(string service, string path = "/") => Platform.Ask(Services[service].Host, path);

    public async Task DisposeAsync()
    {
        if (_platform is not null)
            await _platform.DisposeAsync();
        _repository?.Dispose();
    }

    private async Task Deploy(string name, int index)
    {
        var service = await Platform.Api.CreateService(Project, name, Repository, SampleRepository.EchoCommand, canvasX: index % 3 * 320, canvasY: index / 3 * 200);
        await Platform.Api.DeployLive(service.Id);
        var live = await Platform.Api.Service(service.Id);
        lock (Services)
            Services[name] = live;
    }
}
