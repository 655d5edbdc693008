using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.SelfHost.Functions;

/// <summary>The parameters that every kind of function may have.</summary>
internal static class CommonSources
{
    public const string Names = "FunctionContext, CancellationToken, [DurableClient] DurableTaskClient";

    public static ParameterSource? For(ParameterInfo parameter)
    {
        if (parameter.ParameterType == typeof(FunctionContext))
        {
            return static invocation => invocation;
        }

        if (parameter.ParameterType == typeof(CancellationToken))
        {
            return static invocation => invocation.CancellationToken;
        }

        return parameter.ParameterType == typeof(DurableTaskClient) && parameter.IsDefined(typeof(DurableClientAttribute))
            ? static invocation => invocation.InstanceServices.GetRequiredService<DurableTaskClient>()
            : null;
    }

    /// <summary>For functions whose trigger gives nothing more to bind.</summary>
    public static ParameterSource? Require(FoundFunction found, ParameterInfo parameter, List<string> problems)
    {
        var source = For(parameter);
        if (source is null)
        {
            problems.Add($"{found.Place}: the parameter '{parameter.ParameterType.Name} {parameter.Name}' cannot be bound: take it in the constructor, or make it one of {Names}.");
        }

        return source;
    }
}
