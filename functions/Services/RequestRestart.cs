using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Orchestrations.Services;
using ClickDeploy.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Functions.Services;

/// <summary><c>POST /services/{id}/restart</c>.</summary>
public sealed class RequestRestart(CommandRequests commands)
{
    [Function(nameof(RequestRestart)), Needs(Role.Developer)]
    [Answers(202, typeof(ServiceSnapshot))]
    [Refuses("deleting")]
    public Task<IResult> Run(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Api.Base + "/services/{id}/restart")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation) =>
        commands.Start(request, id, OperationKind.Restart, nameof(RestartService), client, cancellation);
}
