using System.Text.Json.Nodes;
using ClickDeploy.Tests.Platform;

namespace ClickDeploy.Tests.Journeys;

/// <summary>The sample <c>node-hello</c> as its author has it: with a build that takes as long as <see cref="LetBuilds"/> says, and pushes that are good and bad.</summary>
internal sealed class HelloRepository : IDisposable
{
    public const string BuildLine = "Building the page ...";
    public const string LastWords = "The <database> cannot be reached.";

    private readonly SampleRepository _repository = SampleRepository.Of("node-hello");
    private readonly string _gate = Path.Combine(Directory.CreateTempSubdirectory("gate-").FullName, "open");
    private readonly string _server = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "tests", "samples", "node-hello", "server.js"));

    public HelloRepository()
    {
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "tests", "samples", "node-hello", "package.json")))!;
        manifest["scripts"]!["build"] = "node build.js";
        _repository.Push("package.json", manifest.ToJsonString());
        Head = _repository.Push("build.js", $$"""
            import { existsSync } from "node:fs";
            console.log("{{BuildLine}}");
            const wait = () => existsSync("{{_gate}}") ? console.log("Built.") : setTimeout(wait, 50);
            wait();
            """);
    }

    public string Url => _repository.Url;

    /// <summary>The first seven letters of the newest commit, as the application shows it.</summary>
    public string Head { get => field[..7]; private set; }

    /// <summary>Builds end, or stay at their one line.</summary>
    public void LetBuilds(bool end)
    {
        if (end)
            File.WriteAllText(_gate, "");
        else
            File.Delete(_gate);
    }

    public void PushGood() => Head = _repository.Push("server.js", $"{_server}\n// {Guid.NewGuid()}\n");

    /// <summary>It ends as soon as it is started.</summary>
    public void PushBroken() => Head = _repository.Push("server.js", $"""console.error("{LastWords}"); process.exit(3);""");

    public void Dispose()
    {
        _repository.Dispose();
        Directory.Delete(Path.GetDirectoryName(_gate)!, recursive: true);
    }
}
