using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace ClickDeploy.SelfHost.Telemetry;

/// <summary>Completes the span that ASP.NET Core has begun for a request: its name and attributes by the conventions, without path and query, which may hold what nobody else should know.</summary>
internal sealed class RequestSpans(RequestDelegate next)
{
    // Asked every few seconds by whoever watches the platform.
    private static readonly string[] Unrecorded = ["/health", "/ready", "/metrics", "/runtime"];
    private static readonly string[] Methods =
        [HttpMethods.Connect, HttpMethods.Delete, HttpMethods.Get, HttpMethods.Head, HttpMethods.Options, HttpMethods.Patch, HttpMethods.Post, HttpMethods.Put, HttpMethods.Trace];

    public async Task Invoke(HttpContext context)
    {
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is not { Recorded: true } span)
        {
            await next(context);
            return;
        }

        if (Unrecorded.Any(path => context.Request.Path.StartsWithSegments(path)))
        {
            span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            await next(context);
            return;
        }

        try
        {
            await next(context);
        }
        finally
        {
            Complete(span, context);
        }
    }

    private static void Complete(Activity span, HttpContext context)
    {
        var (request, status) = (context.Request, context.Response.StatusCode);
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
        var known = HttpMethods.GetCanonicalizedValue(request.Method) is var said && Methods.Contains(said) ? said : null;
        span.DisplayName = route is null ? known ?? "HTTP" : $"{known ?? "HTTP"} /{route.TrimStart('/')}";
        // By the conventions too: who asks chooses the word.
        span.SetTag("http.request.method", known ?? "_OTHER");
        span.SetTag("http.response.status_code", status);
        span.SetTag("url.scheme", request.Scheme);
        if (route is not null)
        {
            span.SetTag("http.route", $"/{route.TrimStart('/')}");
        }

        if (status >= StatusCodes.Status500InternalServerError)
        {
            span.SetTag("error.type", $"{status}");
            span.SetStatus(ActivityStatusCode.Error);
        }
    }
}
