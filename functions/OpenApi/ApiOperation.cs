using System.Reflection;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.OpenApi;

/// <summary>A function over HTTP as its attributes declare it.</summary>
internal sealed record ApiOperation(string Name, string Method, string Route, MethodInfo Function)
{
    private const string Describer = "DescribeBody";

    /// <summary>All of the application but those for any other address.</summary>
    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        .. from type in typeof(ApiOperation).Assembly.GetTypes()
           from function in type.GetMethods()
           where function.GetCustomAttribute<FunctionAttribute>() is not null
           let trigger = function.GetParameters().Where(parameter => parameter.ParameterType == typeof(HttpRequest)).Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault()
           where trigger?.Route is { } route && !route.Contains('*')
           from verb in trigger.Methods ?? []
           orderby trigger.Route, verb
           select new ApiOperation(function.GetCustomAttribute<FunctionAttribute>()!.Name, verb.ToUpperInvariant(), "/" + trigger.Route, function),
    ];

    private static readonly Dictionary<string, ApiOperation> ByName = All.DistinctBy(operation => operation.Name).ToDictionary(operation => operation.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>By the function's name; null: it is none of the API.</summary>
    public static ApiOperation? Find(string function) => ByName.GetValueOrDefault(function);

    /// <summary>What may be asked at that path, by its methods; a HEAD is a GET without its body. None: it is no address of the API.</summary>
    public static IReadOnlyList<string> MethodsAt(string path)
    {
        var parts = path.TrimEnd('/').Split('/');
        var methods = All.Where(operation => IsAt(operation.Route[1..].Split('/'), parts)).Select(operation => operation.Method).ToList();
        return [.. methods.Concat(methods.Contains("GET") ? ["HEAD"] : []).Distinct().Order(StringComparer.Ordinal)];
    }

    public Role? Needs => Function.GetCustomAttribute<NeedsAttribute>()?.Role;

    /// <summary>The folder that it is in.</summary>
    public string Tag => Function.DeclaringType!.Namespace!.Split('.')[^1];

    public IEnumerable<QueryAttribute> Query => Function.GetCustomAttributes<QueryAttribute>();

    public IEnumerable<AnswersAttribute> Answers => Function.GetCustomAttributes<AnswersAttribute>();

    public IReadOnlyList<string> Conflicts => Function.GetCustomAttribute<RefusesAttribute>()?.Codes ?? [];

    public bool HasTextBody => Function.IsDefined(typeof(TextBodyAttribute), inherit: false);

    public bool IsWrite => Method is not ("GET" or "HEAD");

    /// <summary>The body that it reads, told by the class's <c>static void DescribeBody(Fields body)</c>: the same reader that reads requests. Null: none.</summary>
    public BodyShape? Body => IsWrite && Function.DeclaringType!.GetMethod(Describer, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic) is { } describe
        ? Fields.Describe(describe.CreateDelegate<Action<Fields>>())
        : null;

    private static bool IsAt(string[] route, string[] path) =>
        route.Length == path.Length && route.Zip(path).All(pair => pair.First.StartsWith('{') ? pair.Second.Length > 0 : pair.First.Equals(pair.Second, StringComparison.OrdinalIgnoreCase));
}
