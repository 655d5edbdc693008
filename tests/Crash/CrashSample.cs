using System.Text.Json;
using ClickDeploy.Tests.Platform;

namespace ClickDeploy.Tests.Crash;

/// <summary>The repository that is deployed, and what its application must answer for each version of it.</summary>
internal sealed class CrashSample : IDisposable
{
    private readonly SampleRepository _repository;
    private readonly bool _node;
    private readonly List<string> _answers = [];

    private CrashSample(bool node)
    {
        _node = node;
        _repository = node ? SampleRepository.Of("node-hello") : SampleRepository.Echo();
        Push();
    }

    public string Url => _repository.Url;

    public string? StartCommand => _node ? null : SampleRepository.EchoCommand;

    /// <summary>The variable STAGE that the newest version is to be deployed with.</summary>
    public string Stage => StageOf(_answers.Count);

    /// <summary>Without a build, or (<paramref name="node"/>) with an install by npm.</summary>
    public static CrashSample Make(bool node) => new(node);

    public void Push()
    {
        var version = $"version {_answers.Count + 1}";
        var commit = _repository.Push("version.txt", version);
        _answers.Add(_node ? commit[..7] : $"{version}, {StageOf(_answers.Count + 1)}");
    }

    /// <summary>Whether this is what the application answers that was pushed as the n-th version.</summary>
    public bool IsVersion(int n, string answer) => answer == _answers[n - 1];

    /// <summary>What the application says of itself.</summary>
    public async Task<string> Ask(PlatformProcess platform, string host)
    {
        var answer = await platform.Ask(host, _node ? "/api" : "/");
        return _node && answer.StartsWith('{') ? JsonDocument.Parse(answer).RootElement.GetProperty("commit").GetString() ?? answer : answer;
    }

    private static string StageOf(int version) => $"stage {version}";

    public void Dispose() => _repository.Dispose();
}
