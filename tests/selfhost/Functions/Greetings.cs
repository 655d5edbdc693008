using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace ClickDeploy.Tests.SelfHost.Functions;

public sealed class Greetings(TimeProvider time)
{
    [Function("GreetAll")]
    public static async Task<string> GreetAll([OrchestrationTrigger] TaskOrchestrationContext context, string[] names)
    {
        await Task.CompletedTask;
        return string.Join(" and ", names);
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
