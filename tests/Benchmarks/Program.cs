using ClickDeploy.Benchmarks.Durable;
using ClickDeploy.Benchmarks.Http;
using ClickDeploy.Benchmarks.Plans;
using ClickDeploy.Benchmarks.Platform;

// Run by hand, on a machine that does nothing else:
//   dotnet run -c Release --project tests/Benchmarks              the durable engine; needs 'npm ci' in tests/azurite
//   … -- engine sqlite|azurite|full|history|waiting  a part of that
//   … -- lists   pages of its instances
//   dotnet run -c Release --project tests/Benchmarks -- platform  the whole product; needs caddy and the same
//   … -- plans   the planner, on the tests' fixtures
//   … -- reads   GET /projects/{id} over a bare endpoint
//   … -- deploy  of it, the deployments only
//   … -- logs    from a line that a service writes to who reads it; a burst
//   … -- idle50  what 50 services at rest cost
if (args is ["bare", var database, var port])
{
    await BareEndpoint.Run(database, port);
}
else if (args is ["reads"])
{
    await ReadBenchmark.Run();
}
else if (args is ["platform"] or ["deploy"])
{
    await PlatformBenchmark.Run(deploymentsOnly: args is ["deploy"]);
}
else if (args is ["lists"])
{
    await EngineBenchmark.Lists();
}
else if (args is ["plans"])
{
    PlanBenchmark.Run();
}
else if (args is ["logs"])
{
    await PlatformBenchmark.Logs();
}
else if (args is ["idle50"])
{
    await PlatformBenchmark.Idle50();
}
else if (args is ["waiting", var command, var waiting])
{
    await WaitingBenchmark.RunChild(command, waiting);
}
else if (args is [] || (args is ["engine", var named] && EngineBenchmark.Parts.Contains(named)))
{
    await EngineBenchmark.Run(args is [_, var part] ? part : null);
}
else
{
    Console.Error.WriteLine($"There is no benchmark '{string.Join(' ', args)}': tests/Benchmarks/Program.cs names them.");
    return 2;
}

return 0;
