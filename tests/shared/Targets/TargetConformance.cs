using System.Net;
using System.Net.Sockets;
using ClickDeploy.Core;
using ClickDeploy.Targets;
using ClickDeploy.Tests.Shared.Processes;

namespace ClickDeploy.Tests.Shared.Targets;

/// <summary>What every <see cref="ITarget"/> must do, asked of real workloads. A target of images makes one of the release folder.</summary>
[Trait("Speed", "Slow")]
public abstract class TargetConformance : IAsyncLifetime
{
    protected static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly List<InstanceId> _made = [];

    internal TempFolder Data { get; } = new();

    protected string Release => Data.Make("releases/one");

    protected ITarget Target { get; private set; } = null!;

    public Task InitializeAsync()
    {
        Target = Open();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        foreach (var id in _made)
            await Target.Remove(id);
        await NothingIsLeft();
        await Close();
        Data.Dispose();
    }

    /// <summary>Another object on the same data, as another process of the platform would have it.</summary>
    protected abstract ITarget Open();

    protected abstract Task Close();

    protected abstract Task NothingIsLeft();

    [Fact]
    public async Task Unknown_ToEveryCall_IsNoError()
    {
        var id = New(Shell("true")).Id;

        Assert.Equal(new InstanceStatus.Unknown(), await Target.Inspect(id));
        Assert.Empty(await Target.Tail(id, 10));
        await Target.Stop(id, Grace);
        await Target.Remove(id);
        await Target.Remove(id);
        Assert.DoesNotContain(id, await Target.List());
    }

    [Fact]
    public async Task Start_WithAPort_AnswersAtTheReservedAddress()
    {
        var spec = New(Server(), port: 3000);
        var reserved = await Target.Reserve(spec);

        await Target.Start(spec);

        Assert.Equal("hello from one", await Get(reserved!));
        var running = Assert.IsType<InstanceStatus.Running>(await Target.Inspect(spec.Id));
        Assert.Equal(reserved, running.Address);
    }

    [Fact]
    public async Task Start_AsAWorker_HasNoAddress()
    {
        var spec = New(Shell("echo PORT=$PORT.; exec sleep 300"));

        Assert.Null(await Target.Reserve(spec));
        await Target.Start(spec);

        Assert.Null(Assert.IsType<InstanceStatus.Running>(await Target.Inspect(spec.Id)).Address);
        await Wrote(spec.Id, "PORT=.");
    }

    [Fact]
    public async Task Start_WithoutAReservation_MakesOne()
    {
        var spec = New(Server(), port: 3000);

        await Target.Start(spec);

        Assert.Equal(Assert.IsType<InstanceStatus.Running>(await Target.Inspect(spec.Id)).Address, await Target.Reserve(spec));
    }

    [Fact]
    public async Task Reserve_Repeated_IsTheSameAddress()
    {
        var spec = New(Server(), port: 3000);

        var addresses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Open().Reserve(spec))));

        Assert.Single(addresses.Distinct());
        Assert.Contains(spec.Id, await Target.List());
    }

    [Fact]
    public async Task List_OfAService_HasItsReservationsAndItsInstancesOnly()
    {
        var service = new ServiceId(Guid.NewGuid());
        var (reserved, worker, another) = (New(Server(), port: 3000) with { Service = service }, New(Shell("exec sleep 300")) with { Service = service }, New(Server(), port: 3000) with { Service = new(Guid.NewGuid()) });
        await Target.Reserve(reserved);
        await Target.Start(worker);
        await Target.Start(another);

        Assert.Equal([.. new[] { reserved.Id, worker.Id }.OrderBy(id => id.Value)], await Open().List(service));
        Assert.Empty(await Target.List(new ServiceId(Guid.NewGuid())));
    }

    [Fact]
    public async Task Reserve_ForManyAtOnce_GivesEachItsOwn()
    {
        var specs = Enumerable.Range(0, 20).Select(_ => New(Server(), port: 3000)).ToList();

        var addresses = await Task.WhenAll(specs.Select(spec => Task.Run(() => Open().Reserve(spec))));

        Assert.Equal(20, addresses.Distinct().Count());
    }

    [Fact]
    public async Task Start_ManyTimesAtOnceFromSeveralObjects_IsOneInstance()
    {
        var spec = New(Shell("echo started; exec sleep 300"));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Open().Start(spec))));

        await Wrote(spec.Id, "started");
        Assert.Single(await Target.Tail(spec.Id, 100));
        Assert.Equal([spec.Id], await Target.List());
    }

    [Fact]
    public async Task AnotherObject_KnowingNothing_AdoptsWhatRuns()
    {
        var spec = New(Server(), port: 3000);
        await Target.Start(spec);
        var other = Open();

        var seen = Assert.IsType<InstanceStatus.Running>(await other.Inspect(spec.Id));
        await other.Start(spec);
        Assert.Equal("hello from one", await Get(seen.Address!));
        await other.Stop(spec.Id, Grace);

        Assert.IsType<InstanceStatus.Ended>(await Target.Inspect(spec.Id));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task End_ByItself_TellsItsCode(int code)
    {
        var spec = New(Shell($"exit {code}"));
        await Target.Start(spec);

        Assert.Equal(code, (await Ended(spec.Id)).Code);
    }

    [Fact]
    public async Task End_BySignal_HasNoCodeAndNamesIt()
    {
        var spec = New(Shell("kill -ABRT $$"));
        await Target.Start(spec);

        var end = await Ended(spec.Id);
        Assert.Null(end.Code);
        Assert.Contains("SIGABRT", end.Reason);
    }

    [Fact]
    public async Task Stop_LetsItEndByItself()
    {
        var spec = New(Shell("trap 'echo bye; exit 7' TERM; echo up; while :; do sleep 0.05; done"));
        await Target.Start(spec);
        await Wrote(spec.Id, "up");

        await Target.Stop(spec.Id, Grace);

        Assert.Equal(7, (await Ended(spec.Id)).Code);
        Assert.Contains(new OutputLine(OutputStream.Stdout, "bye"), await Target.Tail(spec.Id, 10));
    }

    [Fact]
    public async Task Stop_RightAfterTheStart_IsHeard()
    {
        for (var round = 0; round < 10; round++)
        {
            var spec = New(Shell("exec sleep 300"));
            await Target.Start(spec);

            // Were the signal lost, the test would take its grace of minutes.
            await Target.Stop(spec.Id, TimeSpan.FromMinutes(5));

            Assert.Contains("stopped", (await Ended(spec.Id)).Reason);
        }
    }

    [Fact]
    public async Task Stop_WhenItDoesNotListen_KillsAfterTheGrace()
    {
        var spec = New(Shell("trap '' TERM INT HUP; echo up; sleep 300 & while :; do sleep 0.05; done"));
        await Target.Start(spec);
        await Wrote(spec.Id, "up");

        await Target.Stop(spec.Id, TimeSpan.FromMilliseconds(300));

        var end = await Ended(spec.Id);
        Assert.Null(end.Code);
        Assert.Contains("stopped", end.Reason);
        await Target.Stop(spec.Id, Grace);
    }

    [Fact]
    public async Task Stop_OfAServer_FreesItsPortAndKeepsItsAddress()
    {
        var spec = New(Server(), port: 3000);
        await Target.Start(spec);
        var address = (await Target.Reserve(spec))!;
        await Get(address);

        await Target.Stop(spec.Id, Grace);

        using var client = new TcpClient();
        await Assert.ThrowsAnyAsync<SocketException>(() => client.ConnectAsync(IPEndPoint.Parse(address)));
        Assert.Equal(address, await Target.Reserve(spec));
    }

    [Fact]
    public async Task Remove_WhileItRuns_ForgetsIt()
    {
        var spec = New(Server(), port: 3000);
        await Target.Start(spec);
        var address = (await Target.Reserve(spec))!;
        await Get(address);

        await Open().Remove(spec.Id);

        Assert.Equal(new InstanceStatus.Unknown(), await Target.Inspect(spec.Id));
        Assert.Empty(await Target.List());
        using var client = new TcpClient();
        await Assert.ThrowsAnyAsync<SocketException>(() => client.ConnectAsync(IPEndPoint.Parse(address)));
    }

    [Fact]
    public async Task Remove_OfAReservation_GivesTheAddressBack()
    {
        var spec = New(Server(), port: 3000);
        await Target.Reserve(spec);

        await Target.Remove(spec.Id);

        Assert.Empty(await Target.List());
    }

    [Fact]
    public async Task Start_AfterRemove_NeverStarts()
    {
        var spec = New(Server(), port: 3000);
        await Target.Remove(spec.Id);

        await Open().Start(spec);

        Assert.Equal(new InstanceStatus.Unknown(), await Target.Inspect(spec.Id));
        Assert.Empty(await Target.List());
    }

    [Fact]
    public async Task Environment_OfTheUser_ArrivesWithPortAndHost()
    {
        var spec = New(Shell("echo \"$GREETING|$PORT|$HOST\"; exec sleep 300"), port: 3000) with
        {
            Environment = new Dictionary<string, Sensitive<string>> { ["GREETING"] = new("pa$$word # \"ü\""), ["PORT"] = new("1") },
        };
        await Target.Start(spec);

        var port = IPEndPoint.Parse((await Target.Reserve(spec))!).Port;
        await Wrote(spec.Id, $"pa$$word # \"ü\"|{port}|127.0.0.1");
    }

    [Fact]
    public async Task Tail_OfBothStreams_HasTheLastLinesOfEach()
    {
        var spec = New(Shell("for i in 1 2 3 4 5; do echo out $i; echo err $i >&2; done; printf 'cut \\377 off'"));
        await Target.Start(spec);
        await Ended(spec.Id);

        Assert.Equal(11, (await Target.Tail(spec.Id, 100)).Count);
        Assert.Equal(
            [new(OutputStream.Stdout, "out 5"), new(OutputStream.Stdout, "cut \uFFFD off"), new(OutputStream.Stderr, "err 4"), new(OutputStream.Stderr, "err 5")],
            await Target.Tail(spec.Id, 4));
    }

    [Fact]
    public async Task Tail_OfLongLines_CutsThem()
    {
        var spec = New(Shell("head -c 100000 /dev/zero | tr '\\0' x; echo; echo end"));
        await Target.Start(spec);
        await Ended(spec.Id);

        Assert.Equal([new string('x', 8192), "end"], (await Target.Tail(spec.Id, 10)).Select(line => line.Text));
    }

    [Fact]
    public async Task Directory_OfTheCommand_IsWhereItRuns()
    {
        await File.WriteAllTextAsync(Path.Combine(Data.Make("releases/one/sub/dir"), "name"), "in sub/dir\n");
        var spec = New(new Workload.Command("cat name; exec sleep 300", "sub/dir"));

        await Target.Start(spec);

        await Wrote(spec.Id, "in sub/dir");
    }

    [Fact]
    public async Task Directory_ThatIsMissing_EndsWithItsName()
    {
        var spec = New(new Workload.Command("true", "no/such"));

        await Target.Start(spec);

        Assert.Contains("no/such", (await Ended(spec.Id)).Reason);
    }

    [Theory]
    [InlineData("../other")]
    [InlineData("/etc")]
    [InlineData("a/../../b")]
    public void Directory_OutsideOfTheRelease_IsRefused(string directory)
    {
        Assert.Contains(directory, Target.Refuses(New(new Workload.Command("true", directory))));
        Assert.Contains(directory, Target.Refuses(New(new Workload.StaticFiles(directory), port: 80)));
    }

    [Fact]
    public async Task StaticFiles_AreServed()
    {
        await File.WriteAllTextAsync(Path.Combine(Release, "index.html"), "<h1>hi</h1>");
        await File.WriteAllTextAsync(Path.Combine(Release, ".env"), "SECRET=1");
        var spec = New(new Workload.StaticFiles(), port: 80);

        await Target.Start(spec);
        var address = (await Target.Reserve(spec))!;

        Assert.Equal("<h1>hi</h1>", await Get(address));
        Assert.Equal(HttpStatusCode.NotFound, (await Http.GetAsync($"http://{address}/.env")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Http.GetAsync($"http://{address}/missing")).StatusCode);
        await Target.Stop(spec.Id, Grace);
    }

    [Fact]
    public void Refuses_NothingThatCanRun() => Assert.Null(Target.Refuses(New(Server(), port: 3000)));

    protected InstanceSpec New(Workload workload, int? port = null)
    {
        var id = new InstanceId(Guid.NewGuid());
        _made.Add(id);
        return new InstanceSpec
        {
            Id = id,
            Service = new ServiceId(Guid.NewGuid()),
            Release = Release,
            Workload = workload,
            Port = port,
            Limits = new InstanceLimits(1, 256L << 20),
        };
    }

    protected static Workload Shell(string line) => new Workload.Command(line);

    /// <summary>A small server of real life: node, at PORT of HOST.</summary>
    protected Workload Server()
    {
        File.WriteAllText(
            Path.Combine(Release, "server.js"),
            "require('http').createServer((request, response) => response.end('hello from one')).listen(process.env.PORT, process.env.HOST);\n");
        return new Workload.Command("node server.js");
    }

    protected async Task<string> Get(string address) => await Eventually.Is(
        async () =>
        {
            try
            {
                return await Http.GetStringAsync($"http://{address}/");
            }
            catch (HttpRequestException)
            {
                return null;
            }
        },
        answer => answer is not null,
        $"\"{address} answers\"") ?? "";

    protected async Task<InstanceStatus.Ended> Ended(InstanceId id) =>
        (InstanceStatus.Ended)await Eventually.Is(() => Target.Inspect(id), status => status is InstanceStatus.Ended, "\"The instance has ended\"");

    protected Task Wrote(InstanceId id, string line) =>
        Eventually.Is(() => Target.Tail(id, 100), lines => lines.Any(written => written.Text == line), $"\"The instance writes '{line}'\"");
}
