using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace ClickDeploy.SelfHost.Functions;

/// <summary>Finds the methods that are functions, and says of each that cannot be one what to change.</summary>
internal static partial class FunctionFinder
{
    private const BindingFlags AllMethods =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static List<FoundFunction> Find(IEnumerable<Type> types, List<string> problems)
    {
        var found = new List<FoundFunction>();
        foreach (var method in types.Where(type => type.IsClass).SelectMany(type => type.GetMethods(AllMethods)))
        {
            if (method.IsDefined(typeof(FunctionAttribute), inherit: false) && Check(method, problems) is { } function)
            {
                found.Add(function);
            }
        }

        RefuseSameNames(found, problems);
        return found;
    }

    private static FoundFunction? Check(MethodInfo method, List<string> problems)
    {
        var place = FoundFunction.PlaceOf(method);
        var name = method.GetCustomAttribute<FunctionAttribute>()!.Name;
        var before = problems.Count;
        if (!NamePattern().IsMatch(name))
        {
            problems.Add($"{place}: '{name}' is no function name: use a letter, then at most 126 letters, digits, '_' or '-'.");
        }

        if (!method.IsPublic || !method.DeclaringType!.IsVisible)
        {
            problems.Add($"{place}: a function and its class are public: make both public.");
        }

        if (method.IsGenericMethodDefinition || method.DeclaringType!.ContainsGenericParameters)
        {
            problems.Add($"{place}: a function cannot be generic: remove the type parameters.");
        }

        if (!method.IsStatic && method.DeclaringType!.IsAbstract)
        {
            problems.Add($"{place}: an abstract class cannot be made: make the method static or the class not abstract.");
        }

        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)))
        {
            problems.Add($"{place}: nobody can wait for 'async void': return Task.");
        }

        var triggers = method.GetParameters()
            .Select(parameter => (parameter, attribute: parameter.GetCustomAttribute<TriggerBindingAttribute>()))
            .Where(pair => pair.attribute is not null)
            .ToList();
        if (triggers.Count != 1)
        {
            problems.Add($"{place}: a function has one trigger, this one has {triggers.Count}: keep one parameter with HttpTrigger, TimerTrigger, QueueTrigger, OrchestrationTrigger or ActivityTrigger.");
        }

        return problems.Count > before ? null : new FoundFunction(name, method, triggers[0].parameter, triggers[0].attribute!);
    }

    private static void RefuseSameNames(List<FoundFunction> found, List<string> problems)
    {
        foreach (var group in found.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            var places = string.Join(" and ", group.Select(function => function.Place));
            problems.Add($"{places} have the same function name '{group.Key}': give each a name of its own (case makes no difference).");
        }
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,126}$")]
    private static partial Regex NamePattern();
}
