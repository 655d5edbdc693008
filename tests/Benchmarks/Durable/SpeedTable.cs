using System.Globalization;

namespace ClickDeploy.Benchmarks.Durable;

/// <summary>Prints what was measured, row by row as it comes, as a table of markdown.</summary>
internal static class SpeedTable
{
    public static void Head()
    {
        Console.WriteLine("| what | median | spread | bare store, same rows | must | goal |");
        Console.WriteLine("|---|---|---|---|---|---|");
    }

    public static void Row(string what, IEnumerable<double> figures, string format, string unit, string must, string goal, IEnumerable<double>? bare = null)
    {
        var sorted = figures.Order().ToList();
        var spread = sorted.Count == 1 ? "" : $"{Text(sorted[0])} – {Text(sorted[^1])}";
        var least = bare?.Order().ToList() is { Count: > 0 } other ? $"{Text(other[other.Count / 2])}{unit}" : "";
        Console.WriteLine($"| {what} | {Text(sorted[sorted.Count / 2])}{unit} | {spread} | {least} | {must} | {goal} |");

        string Text(double figure) => figure.ToString(format, CultureInfo.InvariantCulture);
    }
}
