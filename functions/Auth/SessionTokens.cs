using System.Collections.Concurrent;
using System.Text.Json;
using ClickDeploy.Core;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ClickDeploy.Functions.Auth;

/// <summary>Tokens that this installation signs itself. Claims: <c>owner</c> the organisation, <c>sub</c> the user, <c>roles</c>.</summary>
public sealed class SessionTokens(SigningKeys keys, TimeProvider time)
{
    private const string Issuer = "click-to-deploy";
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly SymmetricSecurityKey _key = new(keys.Derive("token")) { KeyId = keys.Name };

    // A signature costs as much as the reads of a project: a token that was good is good until it expires.
    private const int MostKnown = 1_000;
    private readonly ConcurrentDictionary<string, (CurrentUser User, DateTime Expires)> _known = new(StringComparer.Ordinal);

    public static TimeSpan Lifetime { get; } = TimeSpan.FromHours(12);

    /// <summary>What a field that names a role may hold.</summary>
    public static FieldRule RoleRule { get; } = new(OneOf: [.. Enum.GetValues<Role>().Select(WordOf)]);

    public string Issue(CurrentUser user)
    {
        var now = time.GetUtcNow();
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Issuer,
            IssuedAt = now.UtcDateTime,
            Expires = (now + Lifetime).UtcDateTime,
            Claims = new Dictionary<string, object>
            {
                ["owner"] = user.Org.Value,
                ["sub"] = user.Name,
                ["roles"] = user.Roles.Select(WordOf).ToArray(),
            },
            SigningCredentials = new(_key, SecurityAlgorithms.HmacSha256),
        });
    }

    /// <summary>The user whom the token names; null: it is not ours, was changed or has expired.</summary>
    public async Task<CurrentUser?> Read(string token)
    {
        if (_known.TryGetValue(token, out var known))
        {
            return known.Expires > time.GetUtcNow().UtcDateTime ? known.User : null;
        }

        var result = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKey = _key,
            ValidIssuer = Issuer,
            ValidAudience = Issuer,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            LifetimeValidator = (_, expires, _, _) => expires > time.GetUtcNow().UtcDateTime,
        });
        if (!result.IsValid || result.SecurityToken is not JsonWebToken valid || UserOf(valid) is not { } user)
        {
            return null;
        }

        if (_known.Count >= MostKnown)
        {
            _known.Clear();
        }

        _known[token] = (user, valid.ValidTo);
        return user;
    }

    /// <summary>Reads a role's word; unknown ones (a later version's) give nothing.</summary>
    public static Role? RoleOf(string word)
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            if (WordOf(role) == word)
            {
                return role;
            }
        }

        return null;
    }

    private static CurrentUser? UserOf(JsonWebToken token) =>
        token.TryGetPayloadValue<string>("owner", out var org) && OrgName.IsValid(org)
        && token.TryGetPayloadValue<string>("sub", out var name)
        && token.TryGetPayloadValue<JsonElement>("roles", out var roles) && roles.ValueKind == JsonValueKind.Array
            ? new(new(org), name, [.. roles.EnumerateArray().Select(role => role.ValueKind == JsonValueKind.String ? RoleOf(role.GetString()!) : null).OfType<Role>()])
            : null;

    public static string WordOf(Role role) => JsonNamingPolicy.SnakeCaseLower.ConvertName(role.ToString());
}
