using ClickDeploy.SelfHost.Functions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.SelfHost.Http;

/// <summary>Answers the requests of one function.</summary>
internal sealed class HttpFunctionHandler(Function function, FunctionPipeline pipeline, RunningRequests running)
{
    public async Task Handle(HttpContext context)
    {
        using var request = running.Begin(context);
        var invocation = new Invocation(function, context.RequestServices, context.Request, request.Token) { Data = new RouteData(context.Request.RouteValues) };
        invocation.Items[FunctionContextExtensions.HttpContextKey] = context;
        try
        {
            await pipeline.Run(invocation);
            await HttpResults.Write(context, invocation.Result);
        }
        catch (OperationCanceledException) when (request.Token.IsCancellationRequested)
        {
            // The end of a stream is an ordinary one: its last chunk is sent. Nobody reads the answer where the client has left.
            if (!request.ClientGone && !context.Response.HasStarted)
            {
                await HostResponses.EndedEarly(context, running.Stopping);
            }
        }
    }
}
