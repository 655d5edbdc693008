using ClickDeploy.Deployments;
using ClickDeploy.Storage;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ClickDeploy.Functions.Variables;

/// <summary>The innermost layer: an exception that holds a secret goes on without it, before anybody logs it or writes it into a history.</summary>
public sealed class SecretMiddleware(DeploymentVariables variables) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (Hidden(exception) is { } hidden)
        {
            throw hidden;
        }
    }

    /// <summary>Null: there is no secret in it.</summary>
    internal Exception? Hidden(Exception exception)
    {
        var text = exception.ToString();
        if (variables.Hide(text) == text)
        {
            return null;
        }

        var message = variables.Hide(exception.Message);
        return exception is StorageUnavailableException ? new StorageUnavailableException(message) : new InvalidOperationException($"{exception.GetType().Name}: {message}");
    }
}
