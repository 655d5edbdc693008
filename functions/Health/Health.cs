using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Health;

/// <summary>The process runs and answers. Whether it can work says <see cref="Ready"/>.</summary>
public sealed class Health
{
    [Function(nameof(Health)), Anyone]
    public IResult Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health")] HttpRequest request) => Reply.Ok(new { Status = "ok" });
}
