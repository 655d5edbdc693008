using System.Text.RegularExpressions;
using ClickDeploy.Tests.Architecture;

namespace ClickDeploy.Tests.Docs;

public sealed partial class DocsTests
{
    [Fact]
    [Trait("Speed", "Slow")]
    public async Task Configuration_IsWhatTheOptionsSay() => Generated.Same("docs/configuration.md", await SettingDocs.Text());

    // Sentences change every day, and a page with yesterday's helps all the same; a code that is gone does not.
    [Fact]
    public void Errors_NameCodesThatThereAre()
    {
        var now = ErrorDocs.Text();
        Generated.Write("docs/errors.md", now);
        var gone = ErrorDocs.Codes(Repository.Read("docs/errors.md")).Except(ErrorDocs.Codes(now));
        Assert.True(!gone.Any(), $"docs/errors.md names codes that the code does not have any more ({string.Join(", ", gone)}): run tests/docs.sh and commit what it changes.");
        Assert.Contains("crash_loop", ErrorDocs.Codes(now));
    }

    [Fact]
    public void Links_BetweenDocuments_LeadSomewhere()
    {
        var documents = Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md").Append(Path.Combine(Repository.Root, "README.md"));
        var broken =
            from document in documents
            from Match link in Link().Matches(File.ReadAllText(document))
            let target = Path.Combine(Path.GetDirectoryName(document)!, link.Groups["target"].Value)
            where !Path.Exists(target)
            select $"{Path.GetRelativePath(Repository.Root, document)} → {link.Groups["target"].Value}";
        Assert.Empty(broken);
    }

    [Theory]
    [InlineData("""f("a_b", $"{(x ? "y" : "z")} is, it", new(1, 2))""", "a_b", "… is, it", null)]
    [InlineData("""f("say \"no\", twice", '"', "end.")""", "say \"no\", twice", null, "end.")]
    public void Arguments_OfACall_AreReadAsTheyAreWritten(string source, params string?[] said) =>
        Assert.Equal(said, CallText.Arguments(source, 2).Select(CallText.Said));

    // Addresses and places within a page are not looked at.
    [GeneratedRegex(@"\]\((?<target>[^)#:]+)(#[^)]*)?\)")]
    private static partial Regex Link();
}
