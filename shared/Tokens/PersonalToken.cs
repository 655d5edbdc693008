using ClickDeploy.Core;

namespace ClickDeploy.Tokens;

/// <summary>A token that a user has made for programs. <paramref name="Digest"/>: keyed, of the secret part, which is kept nowhere. <paramref name="Scopes"/>: roles, as words.</summary>
public sealed record PersonalToken(
    OrgId Org,
    TokenId Id,
    string User,
    string Name,
    IReadOnlyList<string> Scopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? LastUsedAt = null,
    string Digest = "");
