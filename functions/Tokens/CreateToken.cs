using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Idempotency;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Tokens;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Tokens;

/// <summary><c>POST /tokens</c>: shown once, in this answer. A token makes no tokens: one that leaked would outlive its own end.</summary>
public sealed class CreateToken(TokenStore tokens, TimeProvider time)
{
    [Function(nameof(CreateToken)), Needs(Role.Viewer)]
    [Answers(201, typeof(NewTokenSnapshot))]
    [Refuses("limit_reached")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Api.Base + "/tokens")] HttpRequest request, CancellationToken cancellation)
    {
        var (user, now) = (CurrentUser.Of(request), request.AskedAt(time));
        var body = await RequestBody.Read(request, fields => TokenFields.Read(fields, user, now + TokenRules.Lifetime), asked => TokenRules.Check(asked.Name, asked.ExpiresAt, now), cancellation);
        if (!body.Succeeded(out var asked, out var problem))
        {
            return problem;
        }

        if (user.PersonalToken is not null)
        {
            return Problem.Forbidden("signed_in_by_token", "A token cannot make another one. Sign in yourself to make it.");
        }

        var token = new PersonalToken(user.Org, new(request.NextId()), user.Name, asked.Name, [.. asked.Scopes.Select(SessionTokens.WordOf)], now, asked.ExpiresAt);
        return await tokens.Issue(token, cancellation) is { } text
            ? Reply.Created(Api.Path("tokens", token.Id), new NewTokenSnapshot(token.Id, token.Name, token.User, token.Scopes, token.CreatedAt, token.ExpiresAt, text.Reveal()), token.Id.ToString())
            : Problem.LimitReached("tokens of yours", TokenStore.MostOfAUser);
    }

    internal static void DescribeBody(Fields body) => TokenFields.Read(body, new(new("any"), "any", [Role.Owner]), default);
}
