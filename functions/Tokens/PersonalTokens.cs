using System.Globalization;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Tokens;

namespace ClickDeploy.Functions.Tokens;

/// <summary>Signs users in by the tokens that they have made for programs.</summary>
public sealed class PersonalTokens(TokenStore tokens)
{
    public async Task<Read<CurrentUser>> Read(string text, CancellationToken cancellation) => await tokens.Read(text, cancellation) switch
    {
        TokenReading.Good { Token: var token } => new CurrentUser(token.Org, token.User, [.. token.Scopes.Select(SessionTokens.RoleOf).OfType<Role>()]) { PersonalToken = token.Id },
        TokenReading.Expired { Token: var token } => Problem.Unauthenticated(
            $"The token '{token.Name}' expired at {token.ExpiresAt!.Value.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC. Make a new one, and delete this one."),
        _ => Problem.Unauthenticated("The token was revoked, or is not one of this installation. Make a new one."),
    };
}
