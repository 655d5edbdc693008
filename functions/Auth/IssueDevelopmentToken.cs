using ClickDeploy.Core;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Auth;

/// <summary>Development mode, which is where no sign-in is configured: whoever sits at this machine says who they are.</summary>
public sealed class IssueDevelopmentToken(SessionTokens tokens, SessionCookie cookie)
{
    private const int LongestUser = 100;

    [Function(nameof(IssueDevelopmentToken)), Anyone]
    [Answers(200, typeof(TokenAnswer))]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "dev/token")] HttpRequest request, CancellationToken cancellation)
    {
        if (!RequestOrigin.IsThisMachine(request.HttpContext))
        {
            return Problem.NoRoute(request.Path);
        }

        if (!RequestOrigin.IsNoForeignPage(request))
        {
            return Problem.Forbidden("foreign_origin", "Only a page of this platform, or a program that is no browser, gets a token here.");
        }

        var read = await RequestBody.Read(request, ReadUser, check: null, cancellation);
        if (!read.Succeeded(out var user, out var problem))
        {
            return problem;
        }

        var token = tokens.Issue(user);
        cookie.Write(request, token);
        return Reply.Ok(new TokenAnswer(token));
    }

    internal static void DescribeBody(Fields body) => ReadUser(body);

    private static CurrentUser ReadUser(Fields body)
    {
        body.Require("org");
        body.Require("user");
        body.Require("roles");
        var (org, name) = (body.Text("org", "-", OrgName.Rule), body.Text("user", "-", new(Shortest: 1, Longest: LongestUser)));
        if (!OrgName.IsValid(org))
        {
            body.Refuse("org", "invalid_name", "cannot name an organisation. Send 1 to 100 characters without control characters.");
        }

        if (Characters.CountOf(name) is 0 or > LongestUser || name.Any(char.IsControl))
        {
            body.Refuse("user", "invalid_name", $"cannot name a user. Send 1 to {LongestUser} characters without control characters.");
        }

        return new(new(org), name, [.. body.Texts("roles", SessionTokens.RoleRule).Select((word, index) => RoleOf(body, word, index)).Distinct()]);
    }

    private static Role RoleOf(Fields body, string word, int index)
    {
        if (SessionTokens.RoleOf(word) is { } role)
        {
            return role;
        }

        body.Refuse($"roles[{index}]", "unknown_role", "is no role. Send viewer, developer, owner or admin.");
        return Role.Viewer;
    }
}

public sealed record TokenAnswer(string Token);
