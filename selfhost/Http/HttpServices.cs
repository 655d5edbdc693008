using ClickDeploy.SelfHost.Durable.Hub;
using ClickDeploy.SelfHost.Functions;
using ClickDeploy.SelfHost.Http.ActionResults;
using ClickDeploy.SelfHost.Http.Management;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ClickDeploy.SelfHost.Http;

/// <summary>Kestrel and routing around the HTTP functions.</summary>
internal static class HttpServices
{
    // As often as streams of the other kind show that they live.
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    public static void AddHttp(this WebApplicationBuilder web, ServerOptions server, IReadOnlyList<HttpFunction> functions)
    {
        web.WebHost.UseKestrelCore().ConfigureKestrel(server.ApplyTo);
        web.Services.AddRouting();
        web.Services.AddSingleton<RunningRequests>();
        web.Services.AddSingleton<ManagementKey>();
        web.Services.AddSingleton<INudges, HttpNudges>();
        web.Services.Configure<HostOptions>(options => options.ShutdownTimeout = server.StopTimeout);
        if (functions.Any(function => function.MayReturnActionResult))
        {
            web.Services.AddActionResults();
        }
    }

    public static void UseHttp(this WebApplication app, ServerOptions server, IReadOnlyList<HttpFunction> functions, FunctionPipeline pipeline, bool durable)
    {
        foreach (var address in server.Addresses())
        {
            app.Urls.Add(address);
        }

        var running = app.Services.GetRequiredService<RunningRequests>();
        app.UseMiddleware<HttpEdge>();
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = KeepAlive, KeepAliveTimeout = KeepAlive });
        app.UseRouting();
        ((IEndpointRouteBuilder)app).DataSources.Add(new DefaultEndpointDataSource(functions.Select(function => EndpointOf(function, MethodsOf(function, functions), pipeline, running)).Concat(durable ? [.. ManagementApi.Endpoints(app.Services.GetRequiredService<ManagementKey>()), NudgeEndpoint.Make()] : [])));
    }

    private static Endpoint EndpointOf(HttpFunction function, IReadOnlyList<string> methods, FunctionPipeline pipeline, RunningRequests running)
    {
        var handler = new HttpFunctionHandler(function.Function, pipeline, running);
        var endpoint = new RouteEndpointBuilder(handler.Handle, function.Route, order: 0) { DisplayName = function.Function.Name };
        endpoint.Metadata.Add(function);
        if (methods.Count > 0)
        {
            endpoint.Metadata.Add(new HttpMethodMetadata(methods));
        }

        foreach (var item in function.Metadata)
        {
            endpoint.Metadata.Add(item);
        }

        return endpoint.Build();
    }

    // A HEAD is a GET whose body the server leaves out.
    private static IReadOnlyList<string> MethodsOf(HttpFunction function, IReadOnlyList<HttpFunction> all) =>
        function.Methods.Contains(HttpMethods.Get) && !all.Any(other => other.Methods.Contains(HttpMethods.Head) && RouteCollisions.Shape(other.Route) == RouteCollisions.Shape(function.Route))
            ? [.. function.Methods, HttpMethods.Head]
            : function.Methods;
}
