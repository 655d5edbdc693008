using ClickDeploy.Core;
using Microsoft.AspNetCore.Http;

namespace ClickDeploy.Functions.Auth;

/// <summary>Who asks, as the token says.</summary>
public sealed record CurrentUser(OrgId Org, string Name, IReadOnlyList<Role> Roles)
{
    /// <summary>The token that the request was sent with; null: the user is signed in.</summary>
    public TokenId? PersonalToken { get; init; }

    public bool May(Role needed) => Roles.Any(role => role >= needed || (role == Role.Owner && needed == Role.Admin));

    /// <summary>The user of a request to a function with <see cref="NeedsAttribute"/>.</summary>
    public static CurrentUser Of(HttpRequest request) =>
        request.HttpContext.Features.Get<CurrentUser>() ?? throw new InvalidOperationException($"{request.Path} was let in without a user: give its function [Needs(Role)].");
}
