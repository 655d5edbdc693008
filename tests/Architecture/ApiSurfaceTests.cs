using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Tests.Architecture;

/// <summary>The same source compiles against selfhost and against the real packages: selfhost declares nothing that they lack.</summary>
public sealed partial class ApiSurfaceTests
{
    private static readonly IReadOnlyDictionary<string, HashSet<string>> Real = ReadLists("tests/api/functions-api.txt", "tests/api/also-used.txt");

    private static IEnumerable<Type> Borrowed => typeof(FunctionAttribute).Assembly.GetExportedTypes().Where(type => !type.Namespace!.StartsWith("ClickDeploy.", StringComparison.Ordinal));

    [Fact]
    public void Types_InBorrowedNamespaces_AreThoseOfTheRealPackages() => Assert.Empty(Borrowed.Select(ApiText.Header).Except(Real.Keys));

    [Fact]
    public void Members_OfBorrowedTypes_AreThoseOfTheRealPackages()
    {
        var unknown = Borrowed.Where(type => Real.ContainsKey(ApiText.Header(type)))
            .SelectMany(type => ApiText.Members(type).Where(member => !Real[ApiText.Header(type)].Contains(ApiText.Plain(member))).Select(member => $"{ApiText.Header(type)}\n    {member}"))
            .ToList();
        Assert.True(unknown.Count == 0, string.Join('\n', unknown));
    }

    [Fact]
    public void Enums_AndDelegates_AreWhole() =>
        Assert.All(Borrowed.Where(type => type.IsEnum || typeof(Delegate).IsAssignableFrom(type)), type => Assert.Equal(Real[ApiText.Header(type)].Order(), ApiText.Members(type).Order()));

    [Fact]
    public void Extensions_ThatProgramNeeds_AreThere() =>
        Assert.Subset(
            Borrowed.SelectMany(ApiText.Members).ToHashSet(),
            new HashSet<string>
            {
                "static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder)",
                "static IFunctionsWorkerApplicationBuilder UseMiddleware<T>(this IFunctionsWorkerApplicationBuilder builder)",
                "static FunctionsApplicationBuilder CreateBuilder(string[] args)",
                "static HttpContext? GetHttpContext(this FunctionContext context)",
            });

    [Fact]
    public void Difference_InAName_ADefaultOrNullability_IsSeen()
    {
        var members = ApiText.Members(typeof(Sample)).ToHashSet();
        Assert.Contains("Task<string?> Ask(string question, int? times = null, CancellationToken cancellation = default)", members);
        Assert.Contains("IReadOnlyDictionary<string, object?>? Answers { get; init; }", members);
        Assert.Contains("T? Read<T>(params string[] names)", members);
        Assert.Contains("Task<T> ReadAsync<T>(IDictionary<Guid, string?> names, Func<T?, KeyValuePair<string, int?>>? choose)", members);
        Assert.Contains("Sample(bool loud = true)", members);
        Assert.Equal("Task X()", ApiText.Plain("    abstract Task X()"));
    }

    private static Dictionary<string, HashSet<string>> ReadLists(params string[] paths)
    {
        var types = new Dictionary<string, HashSet<string>>();
        HashSet<string> members = [];
        foreach (var line in paths.SelectMany(path => Repository.Read(path).Split('\n')).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (char.IsWhiteSpace(line[0]))
            {
                members.Add(ApiText.Plain(line));
                continue;
            }

            var header = Bases().Replace(line, "").Replace("readonly ", "");
            members = types.TryGetValue(header, out var known) ? known : types[header] = [];
        }

        return types;
    }

    [GeneratedRegex(" : .*$")]
    private static partial Regex Bases();

    public class Sample(bool loud = true)
    {
        public IReadOnlyDictionary<string, object?>? Answers { get; init; }

        public Task<string?> Ask(string question, int? times = null, CancellationToken cancellation = default) =>
            Task.FromResult<string?>($"{question}{times}{loud}{cancellation.IsCancellationRequested}");

        public async Task<T> ReadAsync<T>(IDictionary<Guid, string?> names, Func<T?, KeyValuePair<string, int?>>? choose)
        {
            await Task.CompletedTask;
            return choose is null && names.Count > 0 ? Read<T>()! : throw new InvalidOperationException(loud.ToString());
        }

        public T? Read<T>(params string[] names) => names.Length == 0 ? default : throw new InvalidOperationException(loud.ToString());
    }
}
