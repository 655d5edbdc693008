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
}
