using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Tests.SelfHost.Functions;

public sealed class Greetings(TimeProvider time)
{
    [Function("StartGreeting")]
    public async Task<IResult> Start(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "greetings")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        var names = await request.ReadFromJsonAsync<string[]>(cancellation);
        var id = await client.ScheduleNewOrchestrationInstanceAsync("GreetAll", names, cancellation);
        var ended = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, cancellation);
        return Results.Text(ended.ReadOutputAs<string>());
    }

    [Function("GreetAll")]
    public static async Task<string> GreetAll([OrchestrationTrigger] TaskOrchestrationContext context, string[] names)
    {
        var greetings = await Task.WhenAll(names.Select(name => context.CallActivityAsync<string>("Greet", name)));
        return string.Join(' ', greetings);
    }

    [Function("Greet")]
    public async Task<string> Greet([ActivityTrigger] string name, FunctionContext context, CancellationToken cancellation)
    {
        await Task.CompletedTask;
        Assert.True(cancellation.CanBeCanceled);
        Assert.Equal("Greet", context.FunctionDefinition.Name);
        Assert.Equal(["name", "context", "cancellation"], context.FunctionDefinition.Parameters.Select(parameter => parameter.Name));
        Assert.Same(TimeProvider.System, time);
        return $"Hello, {name}!";
    }

    public sealed class Context : TaskActivityContext
    {
        public override TaskName Name => "Greet";

        public override string InstanceId => "i";
    }
}
