namespace ClickDeploy.Tests.SelfHost.Durable.Vectors;

/// <summary>The same facts on the other storage.</summary>
[Trait("Speed", "Slow")]
public sealed class AzuriteVectorTests(AzuriteVectors vectors) : IClassFixture<AzuriteVectors>
{
    public static TheoryData<string> Vectors() => [.. VectorFile.Names];

    [Theory]
    [MemberData(nameof(Vectors))]
    public async Task Vector_OnAzurite_GivesWhatWasRecorded(string name)
    {
        var wrong = await vectors.Run(name);

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
