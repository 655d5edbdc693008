using ClickDeploy.Benchmarks.Durable;

// Run by hand, on a machine that does nothing else: dotnet run -c Release --project tests/Benchmarks
await EngineBenchmark.Run();
