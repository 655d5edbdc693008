using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

#pragma warning disable CA1822 // Functions are instance methods as their users write them.

namespace ClickDeploy.Tests.SelfHost.Functions;

/// <summary>Function classes that cannot be started.</summary>
public static class Mistakes
{
    public sealed class SameName
    {
        [Function("Twice")]
        public IResult One([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "one")] HttpRequest request) => Results.Ok();

        [Function("twice")]
        public IResult Two([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "two")] HttpRequest request) => Results.Ok();
    }

    public sealed class SameRoute
    {
        [Function("First")]
        public IResult First([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "things/{id}")] HttpRequest request, string id) => Results.Ok(id);

        [Function("Second")]
        public IResult Second([HttpTrigger(AuthorizationLevel.Anonymous, "delete", "post", Route = "Things/{name}")] HttpRequest request, string name) => Results.Ok(name);

        [Function("Third")]
        public IResult Third([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/{id:guid}")] HttpRequest request, Guid id) => Results.Ok(id);
    }

    public sealed class Unbindable
    {
        [Function("Unbindable")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/{id}")] HttpRequest request, string name) => Results.Ok(name);
    }

    public sealed class Unconstrained
    {
        [Function("Unconstrained")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/{id}")] HttpRequest request, Guid id) => Results.Ok(id);
    }

    public sealed class WrongTriggerType
    {
        [Function("WrongTriggerType")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpContext context) => Results.Ok(context.TraceIdentifier);
    }

    public sealed class Keyed
    {
        [Function("Keyed")]
        public IResult Run([HttpTrigger("get")] HttpRequest request) => Results.Ok();
    }

    public sealed class BadRoute
    {
        [Function("BadRoute")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "things/{id")] HttpRequest request) => Results.Ok();
    }

    public sealed class BadSchedule
    {
        [Function("BadSchedule")]
        public void Run([TimerTrigger("every minute")] TimerInfo info) => Assert.NotNull(info);
    }

    public sealed class BadQueue
    {
        [Function("BadQueue")]
        public void Run([QueueTrigger("Web_Hooks")] string message) => Assert.NotNull(message);
    }

    public sealed class NoSetting
    {
        [Function("NoSetting")]
        public void Run([TimerTrigger("%SWEEP_SCHEDULE%")] TimerInfo info) => Assert.NotNull(info);
    }

    public sealed class NoStorage
    {
        [Function("NoStorage")]
        public void Run([TimerTrigger("0 * * * * *")] TimerInfo info) => Assert.NotNull(info);
    }

    public sealed class Hidden
    {
        [Function("Hidden")]
        internal IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => Results.Ok();
    }

    public sealed class NoTrigger
    {
        [Function("NoTrigger")]
        public IResult Run(HttpRequest request) => Results.Ok(request.Path);
    }

    public sealed class AsyncVoid
    {
        [Function("AsyncVoid")]
        public async void Run([TimerTrigger("*/5 * * * * *")] TimerInfo info) => await Task.FromResult(info);
    }

    public sealed class BadName
    {
        [Function("bad name")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "x")] HttpRequest request) => Results.Ok();
    }

    public sealed class InstanceOrchestrator
    {
        [Function("InstanceOrchestrator")]
        public Task Run([OrchestrationTrigger] TaskOrchestrationContext context) => Task.FromResult(context);
    }

    public sealed class WrongOrchestrator
    {
        [Function("WrongOrchestrator")]
        public static Task Run([OrchestrationTrigger] string context) => Task.FromResult(context);
    }

    public sealed class GreedyActivity
    {
        [Function("GreedyActivity")]
        public Task Run([ActivityTrigger] string input, IServiceProvider services) => Task.FromResult((input, services));
    }

    public sealed class Unmade(IFormatProvider absent)
    {
        [Function("Unmade")]
        public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => Results.Ok(absent.ToString());
    }
}
