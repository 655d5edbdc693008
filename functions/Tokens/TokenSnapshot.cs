using ClickDeploy.Core;
using ClickDeploy.Tokens;

namespace ClickDeploy.Functions.Tokens;

/// <summary>A personal token as it is shown: everything but the token.</summary>
public sealed record TokenSnapshot(TokenId Id, string Name, string User, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt)
{
    public static TokenSnapshot Of(PersonalToken token) => new(token.Id, token.Name, token.User, token.Scopes, token.CreatedAt, token.ExpiresAt, token.LastUsedAt);
}

/// <summary>A token that was just made, with itself: it is never shown again.</summary>
public sealed record NewTokenSnapshot(TokenId Id, string Name, string User, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, string Token);
