using ClickDeploy.Clients.Caddy;
using ClickDeploy.Core;
using ClickDeploy.Functions.Metrics;
using ClickDeploy.Metrics;
using ClickDeploy.Services;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Targets;
using ClickDeploy.Tests.SelfHost.Timers;
using ClickDeploy.Tests.Shared.Processes;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Tests.Functions.Metrics;

public sealed class SampleMetricsTests : IAsyncDisposable
{
    private static readonly ServiceRef Web = new("acme", Guid.NewGuid(), Guid.NewGuid());
    private static readonly ServiceRef Worker = new("acme", Web.Project, Guid.NewGuid());
    private readonly SqliteStorage _storage = SqliteStorage.InMemory(TimeProvider.System);
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly TempFolder _folder = new();
    private readonly CaddyOptions _options;
    private readonly MetricStore _metrics;
    private readonly Meter _meter = new();

    public SampleMetricsTests()
    {
        _options = new() { DataDirectory = _folder.File("data") };
        _metrics = new(_storage, _time);
        Directory.CreateDirectory(Path.GetDirectoryName(_options.AccessLogFile)!);
    }

    public async ValueTask DisposeAsync()
    {
        _folder.Dispose();
        await _storage.DisposeAsync();
    }

    [Fact]
    public async Task Sample_OfAServiceAndAWorker_CountsTheRequestsOfTheService()
    {
        var states = new ServiceStateStore(_storage, new Signals(_time));
        await states.Change(Web, state => state with { Desired = true, Instance = new(Guid.NewGuid()), Host = "web.localhost", Address = "127.0.0.1:20001" });
        await states.Change(Worker, state => state with { Desired = true, Instance = new(Guid.NewGuid()), Host = null, Address = null });
        using var log = new AccessLog(Options.Create(_options), _time);
        var sampler = new SampleMetrics(states, _meter, log, _metrics, _time);
        await sampler.Run(new TimerInfo(), CancellationToken.None);
        await File.AppendAllTextAsync(_options.AccessLogFile, """
            {"request":{"host":"web.localhost"},"duration":0.1,"size":1000,"status":200}
            {"request":{"host":"web.localhost:8080"},"duration":0.1,"size":0,"status":500}

            """);
        _time.Step(_time.GetUtcNow().AddSeconds(10));

        await sampler.Run(new TimerInfo(), CancellationToken.None);

        var (web, worker) = (_metrics.Newest(Web)!, _metrics.Newest(Worker)!);
        Assert.Equal((3f, 0.2f, 0.1f, 100f, float.NaN), (web[MetricName.CpuPercent], web[MetricName.RequestsPerSecond], web[MetricName.ErrorsPerSecond], web[MetricName.NetworkTxBytes], web[MetricName.NetworkRxBytes]));
        Assert.Equal(2, web.Durations!.Count);
        Assert.Equal((3f, float.NaN, float.NaN), (worker[MetricName.CpuPercent], worker[MetricName.RequestsPerSecond], worker[MetricName.NetworkTxBytes]));

        // What fails while nothing runs is seen as well.
        _meter.Runs = false;
        await File.AppendAllTextAsync(_options.AccessLogFile, """{"request":{"host":"web.localhost"},"duration":0.1,"size":0,"status":502}""" + "\n");
        _time.Step(_time.GetUtcNow().AddSeconds(10));
        await sampler.Run(new TimerInfo(), CancellationToken.None);
        Assert.Equal((float.NaN, 0.1f), (_metrics.Newest(Web)![MetricName.CpuPercent], _metrics.Newest(Web)![MetricName.ErrorsPerSecond]));
    }

    private sealed class Meter : IMeter
    {
        public bool Runs { get; set; } = true;

        public Task<IReadOnlyDictionary<InstanceId, InstanceUsage>> Measure(IReadOnlyCollection<InstanceId> instances, CancellationToken cancellation = default) =>
            Task.FromResult<IReadOnlyDictionary<InstanceId, InstanceUsage>>(Runs ? instances.ToDictionary(id => id, _ => new InstanceUsage(3, 1, null, 0, 0)) : []);
    }
}
