using System.Net;
using ClickDeploy.Tests.SelfHost.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ClickDeploy.Tests.SelfHost.Http;

public sealed class MiddlewareTests
{
    [Fact]
    public async Task Middleware_InTheirOrder_AreAroundTheFunction()
    {
        await using var host = await Start();
        Assert.Equal("outer>inner>Echo", await host.Client.GetStringAsync("/echo"));
    }

    [Fact]
    public async Task Middleware_MayAnswerItself()
    {
        await using var host = await Start();
        using var response = await host.Client.GetAsync("/echo?refuse=1");
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("who are you?", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Middleware_MayTurnAnExceptionIntoAnAnswer()
    {
        await using var host = await Start();
        using var response = await host.Client.GetAsync("/echo?fail=1");
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
    }

    [Fact]
    public async Task Services_OfAnInvocation_AreItsOwnScope()
    {
        await using var host = await Start();
        var first = await host.Client.GetStringAsync("/scope");
        var second = await host.Client.GetStringAsync("/scope");
        Assert.NotEqual(first, second);
        Assert.Equal(first.Split(' ')[0], first.Split(' ')[1]);
    }

    private static Task<TestHost> Start()
    {
        var builder = TestHost.Builder(null, typeof(Echoes));
        builder.Services.AddScoped<Scoped>();
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<Outer>();
        builder.UseMiddleware<Inner>();
        return TestHost.Start(builder);
    }

    public sealed class Scoped
    {
        public Guid Id { get; } = Guid.NewGuid();
    }

    public sealed class Echoes(Scoped scoped)
    {
        [Function("Echo")]
        public IResult Echo([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "echo")] HttpRequest request, FunctionContext context) =>
            request.Query.ContainsKey("fail")
                ? throw new InvalidOperationException("fail")
                : Results.Text($"{context.Items["trail"]}>{context.FunctionDefinition.Name}");

        [Function("Scope")]
        public IResult Scope([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "scope")] HttpRequest request, FunctionContext context) =>
            Results.Text($"{scoped.Id} {context.InstanceServices.GetRequiredService<Scoped>().Id}");
    }

    private sealed class Outer : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            context.Items["trail"] = "outer";
            try
            {
                await next(context);
            }
            catch (InvalidOperationException)
            {
                context.GetHttpContext()!.Response.StatusCode = StatusCodes.Status409Conflict;
            }
        }
    }

    private sealed class Inner : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            var http = context.GetHttpContext()!;
            if (http.Request.Query.ContainsKey("refuse"))
            {
                http.Response.StatusCode = StatusCodes.Status401Unauthorized;
                await http.Response.WriteAsync("who are you?");
                return;
            }

            context.Items["trail"] += ">inner";
            await next(context);
        }
    }
}
