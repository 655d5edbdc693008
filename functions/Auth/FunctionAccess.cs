using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Auth;

/// <summary>What each function over HTTP needs, by its name. Null stands for anyone.</summary>
public sealed class FunctionAccess
{
    private readonly Dictionary<string, Role?> _needs = new(StringComparer.OrdinalIgnoreCase);

    public FunctionAccess()
    {
        foreach (var method in typeof(FunctionAccess).Assembly.GetTypes().SelectMany(type => type.GetMethods()))
        {
            if (method.GetCustomAttribute<FunctionAttribute>() is { } function && (method.IsDefined(typeof(AnyoneAttribute)) || method.IsDefined(typeof(NeedsAttribute))))
            {
                _needs[function.Name] = method.GetCustomAttribute<NeedsAttribute>()?.Role;
            }
        }
    }

    /// <summary>False: nobody said who may call it, so nobody may.</summary>
    public bool TryFind(string function, out Role? needed) => _needs.TryGetValue(function, out needed);
}
