using Microsoft.Azure.Functions.Worker.Middleware;

namespace ClickDeploy.SelfHost.Functions;

/// <summary>The middleware around every invocation of a request, a timer, a message or an activity; the first that was added is the outermost.</summary>
/// <remarks>Orchestrators run without: what is awaited around one is not durable.</remarks>
internal sealed class FunctionPipeline
{
    private readonly FunctionExecutionDelegate _run;

    public FunctionPipeline(IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware)
    {
        _run = static context => ((Invocation)context).Function.Invoke((Invocation)context);
        for (var i = middleware.Count - 1; i >= 0; i--)
        {
            _run = middleware[i](_run);
        }
    }

    public Task Run(Invocation invocation) => _run(invocation);
}
