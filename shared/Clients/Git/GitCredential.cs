using System.Text;
using ClickDeploy.Core;

namespace ClickDeploy.Clients.Git;

/// <summary>With what Git signs in at a host. Hosts take a token with any user name; one that wants its own has it before the token: <c>user:token</c>.</summary>
public sealed record GitCredential(Sensitive<string> Token)
{
    private const string AnyUser = "x-access-token";

    /// <summary>As a credential helper of Git answers.</summary>
    internal Sensitive<byte[]> Answer()
    {
        var (user, token) = Token.Reveal().Split(':', 2) is [var name, var rest] ? (name, rest) : (AnyUser, Token.Reveal());
        return new(Encoding.UTF8.GetBytes($"username={user}\npassword={token}\n"));
    }
}
