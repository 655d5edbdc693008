using ClickDeploy.Tests.Shared.Clients.Git;

namespace ClickDeploy.Tests.Orchestrations.World;

/// <summary>A real Git repository with a static page.</summary>
public sealed class SampleSource : IDisposable
{
    private readonly TestRepository _repository = new();

    public SampleSource() => _repository.Commit("index.html", "<h1>hello</h1>", "Say hello");

    public string Url => _repository.Url;

    public void Dispose() => _repository.Dispose();
}
