using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using ClickDeploy.Core;

namespace ClickDeploy.Tokens;

/// <summary>A personal token as its user has it: <c>ctd_{organisation}.{id}.{secret}</c>. The first two find its row; the secret is what has to be known.</summary>
public sealed record TokenText(OrgId Org, TokenId Id, Sensitive<string> Secret)
{
    private const string Prefix = "ctd_";
    private const int SecretBytes = 32;
    private const int Longest = 1_000;

    public static bool IsOne(string text) => text.StartsWith(Prefix, StringComparison.Ordinal);

    public static TokenText New(OrgId org, TokenId id) => new(org, id, new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))));

    public static bool TryParse(string text, [NotNullWhen(true)] out TokenText? token)
    {
        token = IsOne(text) && text.Length <= Longest && text[Prefix.Length..].Split('.') is [var org, var id, { Length: > 0 } secret]
            && Guid.TryParseExact(id, "N", out var known) && TryDecode(org, out var name) && OrgName.IsValid(name)
                ? new(new(name), new(known), new(secret))
                : null;
        return token is not null;
    }

    /// <summary>All of it, for the one answer that shows it.</summary>
    public string Reveal() => $"{Prefix}{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Org.Value))}.{Id.Value:N}.{Secret.Reveal()}";

    private static bool TryDecode(string text, out string name)
    {
        name = Base64Url.IsValid(text) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)) : "";
        return name.Length > 0;
    }
}
