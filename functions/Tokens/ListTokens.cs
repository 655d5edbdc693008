using ClickDeploy.Core;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Tokens;

/// <summary>One's own tokens, newest first; an owner can look at all of the organisation.</summary>
public sealed class ListTokens(TokenStore tokens, Cursors cursors)
{
    [Function(nameof(ListTokens)), Needs(Role.Viewer)]
    [Query("limit", Page.LimitRule), Query("cursor", Page.CursorRule)]
    [Query("all", "true: those of everybody in the organisation, for owners.")]
    [Answers(200, typeof(PageReply<TokenSnapshot>))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Api.Base + "/tokens")] HttpRequest request, CancellationToken cancellation)
    {
        var (user, all) = (CurrentUser.Of(request), request.Query["all"] is ["true"]);
        if (!Page.Of(request, cursors, $"tokens|{user.Org}|{(all ? "" : user.Name)}").Succeeded(out var page, out var problem))
        {
            return problem;
        }

        if (all && !user.May(Role.Owner))
        {
            return Problem.Forbidden("role_too_low", "Only an owner sees the tokens of others. Leave 'all' out to see yours.");
        }

        var seen = (await tokens.List(user.Org, cancellation)).Where(token => all || token.User == user.Name);
        var (items, next) = page.Cut(page.Slice(seen, Key), Key);
        return Reply.Ok(new PageReply<TokenSnapshot>([.. items.Select(TokenSnapshot.Of)], next));
    }

    private static string Key(PersonalToken token) => $"{NewestFirst.Key(token.CreatedAt)}|{token.Id}";
}
