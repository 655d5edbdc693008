using ClickDeploy.Plans;

namespace ClickDeploy.Tests.Shared.Plans;

/// <summary>Every repository of <c>fixtures</c> has the plan, or the sentence, that stands beside it.</summary>
public sealed class PlanFixtureTests
{
    public static TheoryData<string> Fixtures => [.. PlanFixture.Names];

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Plan_OfAFixture_IsItsGoldenFile(string name)
    {
        var root = Directory.CreateTempSubdirectory("plan-").FullName;
        try
        {
            var fixture = new PlanFixture(name);
            var request = fixture.Unpack(root);

            var shown = PlanFixture.Show(Planner.Plan(new SourceTree(root), request));

            // To see the change of a change: rm tests/shared/Plans/fixtures/*.json, and run this; they are written anew, and the test fails once.
            if (!File.Exists(fixture.Golden))
            {
                File.WriteAllText(fixture.Golden, shown);
                Assert.Fail($"{fixture.Golden} was not there and has been written: read it, and run again.");
            }

            Assert.Equal(File.ReadAllText(fixture.Golden), shown);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public void Fixtures_AreEnough()
    {
        var goldens = PlanFixture.Names.Select(name => File.ReadAllText(new PlanFixture(name).Golden)).ToList();

        Assert.True(goldens.Count >= 60, $"{goldens.Count} fixtures");
        Assert.True(goldens.Count(golden => golden.Contains("\"failure\"", StringComparison.Ordinal)) >= 10, "fixtures that fail");
        Assert.Empty(Directory.EnumerateFiles(PlanFixture.Folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)).Except(PlanFixture.Names));
    }
}
