using System.Diagnostics;
using ClickDeploy.Functions.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;

namespace ClickDeploy.Functions.Metrics;

/// <summary>Counts requests by route and status, and measures how long they take.</summary>
public sealed class MetricsMiddleware : IFunctionsWorkerMiddleware
{
    private static readonly string[] Methods =
        [HttpMethods.Connect, HttpMethods.Delete, HttpMethods.Get, HttpMethods.Head, HttpMethods.Options, HttpMethods.Patch, HttpMethods.Post, HttpMethods.Put, HttpMethods.Trace];

    // What happens before somebody reads the page counts too.
    public MetricsMiddleware(MetricsPage page) => page.Listen();

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http)
        {
            var (function, began) = (context.FunctionDefinition.Name, Stopwatch.GetTimestamp());
            http.Response.OnCompleted(() =>
            {
                Count(function, http.Request.Method, http.Response.StatusCode, http.Response.ContentType, Stopwatch.GetElapsedTime(began));
                return Task.CompletedTask;
            });
        }

        await next(context);
    }

    private static void Count(string function, string method, int status, string? type, TimeSpan took)
    {
        (var route, method) = (ApiOperation.Find(function)?.Route ?? "page", Known(method));
        PlatformMeters.Requests.Add(1, new("route", route), new("method", method), new("status", status));
        if (type is null || !type.StartsWith("text/event-stream", StringComparison.Ordinal))
        {
            PlatformMeters.Duration.Record(took.TotalSeconds, new("route", route), new("method", method));
        }
    }

    // Anybody can send any word as a method, and each would be rows of its own for as long as the process lives.
    private static string Known(string method) => HttpMethods.GetCanonicalizedValue(method) is var known && Methods.Contains(known) ? known : "_OTHER";
}
