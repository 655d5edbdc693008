using System.Globalization;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Tokens;

namespace ClickDeploy.Functions.Tokens;

/// <summary>Reads what a user asks of a new token.</summary>
internal static class TokenFields
{
    internal sealed record Asked(string Name, IReadOnlyList<Role> Scopes, DateTimeOffset? ExpiresAt);

    public static Asked Read(Fields body, CurrentUser user, DateTimeOffset otherwise)
    {
        body.Require("name");
        body.Require("scopes");
        var scopes = body.Texts("scopes", SessionTokens.RoleRule);
        if (scopes.Count == 0 && body.Has("scopes"))
        {
            body.Refuse("scopes", "empty", "is empty: the token could do nothing. Send the roles that it is to have.");
        }

        return new(body.Text("name", "", TokenRules.NameRule).Trim(), [.. scopes.Select((word, index) => Scope(body, user, word, index)).Distinct()], Time(body, otherwise));
    }

    private static Role Scope(Fields body, CurrentUser user, string word, int index)
    {
        if (SessionTokens.RoleOf(word) is not { } role)
        {
            body.Refuse($"scopes[{index}]", "unknown_role", "is no role. Send viewer, developer, owner or admin.");
            return Role.Viewer;
        }

        if (!user.May(role))
        {
            body.Refuse($"scopes[{index}]", "role_too_high", "is more than you may do yourself. Send your own role or a lower one.");
        }

        return role;
    }

    private static DateTimeOffset? Time(Fields body, DateTimeOffset otherwise)
    {
        if (body.TextOrNull("expires_at", null, new(Format: "date-time")) is not { } text)
        {
            return body.Has("expires_at") ? null : otherwise;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return time;
        }

        body.Refuse("expires_at", "invalid_time", "must be a time like 2026-11-21T12:00:00Z, or null for a token that never expires.");
        return otherwise;
    }
}
