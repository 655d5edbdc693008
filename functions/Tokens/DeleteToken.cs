using ClickDeploy.Core;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Tokens;

/// <summary>Revokes a token, at once: one's own, or as an owner anybody's of the organisation.</summary>
public sealed class DeleteToken(TokenStore tokens)
{
    [Function(nameof(DeleteToken)), Needs(Role.Viewer)]
    [Answers(204)]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Api.Base + "/tokens/{id}")] HttpRequest request, string id, CancellationToken cancellation)
    {
        var user = CurrentUser.Of(request);
        if (!RouteId.TryParse(id, out var value) || await tokens.Find(user.Org, new TokenId(value), cancellation) is not { } token || (token.User != user.Name && !user.May(Role.Owner)))
        {
            return Problem.NotFound("token");
        }

        await tokens.Remove(user.Org, token.Id, cancellation);
        return Reply.NoContent();
    }
}
