using ClickDeploy.Clients.Caddy;
using ClickDeploy.Tests.SelfHost.Timers;
using ClickDeploy.Tests.Shared.Processes;

namespace ClickDeploy.Tests.Shared.Clients.Caddy;

public sealed class AccessLogTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly CaddyOptions _options;
    private readonly AccessLog _log;

    public AccessLogTests()
    {
        _options = new CaddyOptions { DataDirectory = _folder.File("data") };
        _log = new(Microsoft.Extensions.Options.Options.Create(_options), _time);
        Directory.CreateDirectory(Path.GetDirectoryName(_options.AccessLogFile)!);
    }

    public void Dispose()
    {
        _log.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Read_CountsWhatCameSinceTheLastTime_ByHost()
    {
        Write(Line("web.localhost"));
        Assert.Null(_log.Read(["web.localhost"]));
        Write(Line("web.localhost", 200, 0.02, 100) + Line("web.localhost:8080", 502, 0.5, 10) + Line("other.localhost") + Line("web.localhost", 101, 3600, 5));

        var counts = Read("web.localhost");

        Assert.Equal(10, counts.Time.TotalSeconds, 3);
        var web = Assert.Single(counts.Hosts).Value;
        Assert.Equal((3, 1, 115L, 2L), (web.Requests, web.Errors, web.SentBytes, web.Durations.Count));
        Assert.InRange(web.Durations.Percentile(1)!.Value, 0.37, 0.64);
        Assert.Empty(Read("web.localhost").Hosts);
    }

    [Fact]
    public void Read_NoFileYet_IsNoRequest_AndTheFirstOneIsCounted()
    {
        Assert.Null(_log.Read(["web.localhost"]));
        Assert.Empty(Read("web.localhost").Hosts);

        Write(Line("web.localhost"));

        Assert.Equal(1, Read("web.localhost").Hosts["web.localhost"].Requests);
    }

    [Fact]
    public void Read_HalfALine_IsCountedOnceItIsWhole()
    {
        _log.Read([]);
        var line = Line("web.localhost");
        Write(Line("web.localhost") + line[..20]);
        Assert.Equal(1, Read("web.localhost").Hosts["web.localhost"].Requests);

        Write(line[20..]);

        Assert.Equal(1, Read("web.localhost").Hosts["web.localhost"].Requests);
    }

    [Fact]
    public void Read_FileWasRolled_CountsTheRestOfTheOldAndTheNewOne()
    {
        _log.Read([]);
        Write(Line("web.localhost"));
        Read("web.localhost");
        Write(Line("web.localhost"));
        File.Move(_options.AccessLogFile, _options.AccessLogFile.Replace("access.log", "access-2026-11-01.log"));
        Write(Line("web.localhost") + Line("web.localhost"));

        Assert.Equal(3, Read("web.localhost").Hosts["web.localhost"].Requests);
        File.Delete(_options.AccessLogFile);
        Write(Line("web.localhost"));
        Assert.Equal(1, Read("web.localhost").Hosts["web.localhost"].Requests);
    }

    [Fact]
    public void Read_WhatIsNoLineOfCaddys_IsLeftOut()
    {
        _log.Read([]);
        Write("{\n\n[1]\n\"web.localhost\"\n" + new string('x', 300_000) + "\n{\"request\":{\"host\":7}}\n{\"status\":\"no\"}\n" + Line("web.localhost"));

        Assert.Equal(1, Read("web.localhost").Hosts["web.localhost"].Requests);
    }

    [Fact]
    public void Read_ThousandsOfLines_CountsThemAll()
    {
        _log.Read([]);
        Write(string.Concat(Enumerable.Repeat(Line("web.localhost"), 5_000)));

        Assert.Equal(5_000, Read("web.localhost").Hosts["web.localhost"].Requests);
    }

    private AccessCounts Read(string host)
    {
        _time.Step(_time.GetUtcNow().AddSeconds(10));
        return _log.Read([host])!;
    }

    private void Write(string text) => File.AppendAllText(_options.AccessLogFile, text);

    private static string Line(string host, int status = 200, double duration = 0.01, int size = 1) => FormattableString.Invariant(
        $$"""{"level":"info","ts":1795295805.7,"logger":"http.log.access","msg":"handled request","request":{"host":"{{host}}"},"duration":{{duration}},"size":{{size}},"status":{{status}}}""") + "\n";
}
