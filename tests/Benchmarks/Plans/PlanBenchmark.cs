using System.Diagnostics;
using ClickDeploy.Plans;
using ClickDeploy.Tests.Shared.Plans;

namespace ClickDeploy.Benchmarks.Plans;

/// <summary>How long the planner takes for each fixture of the tests; must 50 ms, goal 5 ms.</summary>
internal static class PlanBenchmark
{
    private const int Rounds = 30;
    private const int Shown = 5;

    public static void Run()
    {
        var root = Directory.CreateTempSubdirectory("plans-").FullName;
        try
        {
            var repositories = PlanFixture.Names.Select(name => (Name: name, Folder: Directory.CreateDirectory(Path.Combine(root, name)).FullName)).Select(at => (at.Name, at.Folder, Request: new PlanFixture(at.Name).Unpack(at.Folder))).ToList();

            // The first of all also loads code.
            var first = Milliseconds(repositories[0].Folder, repositories[0].Request);
            repositories.ForEach(at => Milliseconds(at.Folder, at.Request));
            var measured = repositories.Select(at => (at.Name, Times: Enumerable.Range(0, Rounds).Select(_ => Milliseconds(at.Folder, at.Request)).Order().ToList())).ToList();
            var worst = measured.Max(one => one.Times[^1]);
            Console.WriteLine($"{measured.Count} fixtures, {Rounds} times each: the first of all {first:0.0} ms; median of medians {measured.Select(one => one.Times[Rounds / 2]).Order().ElementAt(measured.Count / 2):0.00} ms; slowest median {measured.Max(one => one.Times[Rounds / 2]):0.00} ms; slowest of all {worst:0.0} ms (must 50, goal 5)");
            foreach (var (name, times) in measured.OrderByDescending(one => one.Times[Rounds / 2]).Take(Shown))
            {
                Console.WriteLine($"  {name,-32} median {times[Rounds / 2]:0.00} ms, slowest {times[^1]:0.0} ms");
            }
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    private static double Milliseconds(string folder, PlanRequest request)
    {
        var start = Stopwatch.GetTimestamp();
        _ = Planner.Plan(new SourceTree(folder), request);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
