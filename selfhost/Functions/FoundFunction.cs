using System.Reflection;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace ClickDeploy.SelfHost.Functions;

/// <summary>A method with [Function] and one trigger.</summary>
internal sealed record FoundFunction(string Name, MethodInfo Method, ParameterInfo TriggerParameter, TriggerBindingAttribute Trigger)
{
    public Type Class => Method.ReflectedType!;

    // By position: reflection gives two threads that ask at once objects of their own.
    public bool IsTrigger(ParameterInfo parameter) => parameter.Position == TriggerParameter.Position;

    /// <summary>How an error names it.</summary>
    public string Place => PlaceOf(Method);

    public static string PlaceOf(MethodInfo method) => $"{method.ReflectedType!.FullName}.{method.Name}";
}
