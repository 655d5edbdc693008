using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Health;

/// <summary>The process runs and answers. Whether it can work says <see cref="Ready"/>.</summary>
public sealed class Health
{
    [Function(nameof(Health)), Anyone]
    [Answers(200, typeof(HealthAnswer))]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health")] HttpRequest request) => Reply.Ok(new HealthAnswer("ok"));
}

public sealed record HealthAnswer(string Status);
