using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.SelfHost.Functions;

/// <summary>Says at the start which function class could not be made at its first call.</summary>
internal static class ConstructorCheck
{
    public static void Refuse(IReadOnlyList<FoundFunction> functions, IServiceProvider services, List<string> problems)
    {
        var known = services.GetRequiredService<IServiceProviderIsService>();
        foreach (var type in functions.Where(function => !function.Method.IsStatic).Select(function => function.Class).Distinct())
        {
            if (type.GetConstructors() is not [var constructor])
            {
                problems.Add($"{type.FullName}: a function class has one public constructor: keep one.");
                continue;
            }

            foreach (var parameter in constructor.GetParameters().Where(parameter => !parameter.HasDefaultValue && !IsKnown(known, parameter)))
            {
                problems.Add($"{type.FullName}: its constructor takes '{parameter.ParameterType.Name} {parameter.Name}', which is not registered: add it to the services in Program.cs.");
            }
        }
    }

    private static bool IsKnown(IServiceProviderIsService known, ParameterInfo parameter) =>
        parameter.GetCustomAttribute<FromKeyedServicesAttribute>() is { } keyed
            ? ((IServiceProviderIsKeyedService)known).IsKeyedService(parameter.ParameterType, keyed.Key)
            : known.IsService(parameter.ParameterType);
}
