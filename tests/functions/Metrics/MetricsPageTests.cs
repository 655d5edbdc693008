using System.Diagnostics.Metrics;
using ClickDeploy.Functions.Metrics;

namespace ClickDeploy.Tests.Functions.Metrics;

public sealed class MetricsPageTests
{
    [Fact]
    public void Page_TellsApart_WhatHasOtherLabels()
    {
        using var meter = new Meter($"ClickDeploy.Test{Guid.NewGuid():N}");
        var calls = meter.CreateCounter<long>("test_calls_total", description: "Calls.");
        using var page = new MetricsPage();
        page.Listen();
        var (odd, far) = ("a \"b\" \\ c\nd", new string('x', 1_000));

        calls.Add(1);
        foreach (var kind in new object?[] { "one", "two", "one", 7, null, odd, far, far })
        {
            calls.Add(1, new("kind", kind), new("part", "p"));
        }

        var text = page.Write();
        Assert.Equal(
            [
                "test_calls_total 1",
                """test_calls_total{kind="",part="p"} 1""",
                """test_calls_total{kind="7",part="p"} 1""",
                """test_calls_total{kind="a \"b\" \\ c\nd",part="p"} 1""",
                """test_calls_total{kind="one",part="p"} 2""",
                """test_calls_total{kind="two",part="p"} 1""",
                $$"""test_calls_total{kind="{{far}}",part="p"} 2""",
            ],
            text.Split('\n').Where(line => line.StartsWith("test_calls_total", StringComparison.Ordinal)));
    }
}
