using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.SelfHost.Functions;

/// <summary>The types that may hold functions: those of the application's assemblies that know the functions' attributes.</summary>
internal static class FunctionTypes
{
    private static readonly string Declaring = typeof(FunctionAttribute).Assembly.GetName().Name!;

    public static IEnumerable<Type> OfTheApplication() =>
        Assembly.GetEntryAssembly() is { } entry ? Reachable(entry).SelectMany(assembly => assembly.GetTypes()) : [];

    private static List<Assembly> Reachable(Assembly entry)
    {
        var found = new List<Assembly>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var open = new Queue<Assembly>([entry]);
        while (open.TryDequeue(out var assembly))
        {
            var references = assembly.GetReferencedAssemblies();
            if (!references.Any(reference => reference.Name == Declaring))
            {
                continue;
            }

            found.Add(assembly);
            foreach (var reference in references.Where(reference => !IsFramework(reference.Name!) && seen.Add(reference.Name!)))
            {
                open.Enqueue(Assembly.Load(reference));
            }
        }

        return found;
    }

    private static bool IsFramework(string name) =>
        name == Declaring || name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal);
}
