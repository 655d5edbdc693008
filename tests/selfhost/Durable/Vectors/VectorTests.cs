namespace ClickDeploy.Tests.SelfHost.Durable.Vectors;

/// <summary>The facts that were recorded from the real engine (README of durable-vectors), each on an engine of its own.</summary>
public sealed class VectorTests
{
    public static TheoryData<string, bool> Vectors()
    {
        var data = new TheoryData<string, bool>();
        foreach (var name in VectorFile.Names)
        {
            data.Add(name, true);
            if (!VectorDifferences.OnlyWithReplay.Contains(name))
            {
                data.Add(name, false);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public async Task Vector_OnThisEngine_GivesWhatWasRecorded(string name, bool replaying)
    {
        // Code that was changed is seen at a replay only.
        await using var run = new VectorRun(VectorDifferences.Expected(name), replaying || name.StartsWith("Changes", StringComparison.Ordinal));

        var wrong = run.Run();

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void Differences_AreOfVectorsThatThereAre() => Assert.Subset(VectorFile.Names.ToHashSet(), VectorDifferences.Different.ToHashSet());

    [Fact]
    public void Vectors_OfTheFile_AreAllKnown() => Assert.Equal(64, VectorFile.Names.Count());
}
