namespace ClickDeploy.Tests.Functions;

public sealed class StartTests
{
    [Theory]
    [InlineData("PROXY_PORT", "0")]
    [InlineData("PROXY_PORT", "http")]
    [InlineData("MAX_PROJECTS", "0")]
    [InlineData("MAX_SERVICES", "1000")]
    [InlineData("WEB_ROOT", "web/dist")]
    [InlineData("DATA_DIR", "data")]
    public async Task Start_WithABadSetting_IsRefusedWithASentenceThatNamesIt(string setting, string value)
    {
        var sentences = await TestApp.Refusal(new Dictionary<string, string?> { [setting] = value });

        Assert.Contains(sentences, sentence => sentence.Contains(setting) && sentence.Contains($"'{value}'") && sentence.EndsWith('.'));
    }

    [Fact]
    public async Task Start_Again_TakesTheTokensAndCursorsOfBefore()
    {
        await using var first = await TestApp.Start();
        var token = first.Token("acme", ClickDeploy.Functions.Auth.Role.Owner);

        await using var second = await TestApp.Start(new Dictionary<string, string?> { ["DATA_DIR"] = first.DataDirectory });

        (await second.With(token).Get("/me")).Is(System.Net.HttpStatusCode.OK);
    }
}
