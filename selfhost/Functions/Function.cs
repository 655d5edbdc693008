using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.SelfHost.Functions;

/// <summary>Where the value of one parameter comes from.</summary>
internal delegate object? ParameterSource(Invocation invocation);

/// <summary>A function that can be invoked: its class is made by the invocation's services, its parameters are bound, its result is awaited.</summary>
internal sealed class Function(FoundFunction found, ParameterSource[] sources)
{
    private readonly MethodCall _call = new(found.Method);
    private readonly Type? _class = found.Method.IsStatic ? null : found.Class;

    public string Name { get; } = found.Name;

    public MethodDefinition Definition { get; } = new(found);

    public async Task Invoke(Invocation invocation)
    {
        var arguments = new object?[sources.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = sources[i](invocation);
        }

        var instance = _class is null ? null : invocation.InstanceServices.GetRequiredService(_class);
        invocation.Result = await _call.Invoke(instance, arguments);
    }
}
