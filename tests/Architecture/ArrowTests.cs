using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ClickDeploy.Storage;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Tests.Architecture;

public sealed partial class ArrowTests
{
    private static readonly Lazy<IReadOnlyList<CodeUses>> Code = new(() => [.. Assemblies().SelectMany(CodeUses.Of)]);

    [Fact]
    public void Code_OfTheProduct_FollowsTheArrows()
    {
        var violations = Arrows.All.SelectMany(arrow => Code.Value.SelectMany(arrow.Violations)).ToList();
        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    [Fact]
    public void Arrow_ThatIsBroken_IsSeen()
    {
        var code = CodeUses.Of(typeof(ArrowTests).Assembly).Single(uses => uses.Type == typeof(ArrowTests));
        var arrow = new Arrow("tests use storage here", ["ClickDeploy.Tests.Architecture"], ["ClickDeploy.Storage"]);
        Assert.Contains($"{typeof(ArrowTests).FullName} uses {typeof(IStorage).FullName}: tests use storage here", arrow.Violations(code));
        // In the instructions of a method too, and in a lambda, of which the compiler makes a class.
        Assert.Contains(typeof(XDocument), code.Types);
        Assert.Contains(code.Calls, call => call.Name == nameof(Directory.EnumerateFiles));
    }

    [Fact]
    public void Projects_Refer_AsDrawn()
    {
        foreach (var (project, expected) in Arrows.Projects)
        {
            var references = XDocument.Parse(Repository.Read(project)).Descendants("ProjectReference")
                .Select(reference => Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(project)!, reference.Attribute("Include")!.Value)))
                .Select(path => Path.GetRelativePath(Repository.Root, path));
            Assert.Equal(expected, references);
        }
    }

    [Fact]
    public void Projects_OfTheProduct_AreAllDrawn()
    {
        var projects = new[] { "functions", "orchestrations", "shared", "selfhost" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.csproj", SearchOption.AllDirectories))
            .Select(path => Path.GetRelativePath(Repository.Root, path));
        Assert.Equal(Arrows.Projects.Keys.Order(), projects.Order());
    }

    [Fact]
    public void SelfHost_SaysNoCapabilityWord()
    {
        var words = Arrows.CapabilityWords.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var found = typeof(FunctionAttribute).Assembly.GetTypes()
            .SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(member => member.Name).Append(type.FullName!)
                .Where(name => Word().Matches(name).Any(word => words.Contains(word.Value) || words.Contains(word.Value.TrimEnd('s'))))
                .Select(name => $"{type.FullName}: {name}"));
        Assert.Empty(found);
    }

    [Fact]
    public void Sources_OutsideSelfHost_AreTheSameForBothRuntimes() =>
        Assert.DoesNotContain(new[] { "functions", "orchestrations", "shared" }.SelectMany(Repository.Sources), path => Conditional().IsMatch(Repository.Read(path)));

    private static IEnumerable<Assembly> Assemblies() =>
        [typeof(IStorage).Assembly, typeof(FunctionAttribute).Assembly, Assembly.Load("ClickDeploy.Backups"), Assembly.Load("ClickDeploy.Shared"), Assembly.Load("ClickDeploy.Orchestrations"), Assembly.Load("ClickDeploy.Functions")];

    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+(?![a-z])")]
    private static partial Regex Word();

    [GeneratedRegex(@"^\s*#(if|elif)\b", RegexOptions.Multiline)]
    private static partial Regex Conditional();
}
