using System.Net;
using System.Text.RegularExpressions;
using ClickDeploy.Core;

namespace ClickDeploy.Clients.Git;

/// <summary>The address of a repository, safe to hand to Git: nothing in it is an option, a secret, or a program to run.</summary>
public sealed partial record GitUrl
{
    public const int Longest = 2048;

    private GitUrl(string text, GitTransport transport, string host)
    {
        Text = text;
        Transport = transport;
        Host = host;
    }

    /// <summary>As Git gets it, which is as the user wrote it.</summary>
    public string Text { get; }

    public GitTransport Transport { get; }

    /// <summary>"" for a folder of this machine.</summary>
    public string Host { get; }

    /// <summary>Scheme and host with its port, in lower case: whom a token is for. Null where no token can be used.</summary>
    public string? Origin => Transport is GitTransport.Https or GitTransport.Http ? string.Join('/', Text.Split('/')[..3]).ToLowerInvariant() : null;

    public override string ToString() => Text;

    /// <summary>Reads <c>https://</c>, <c>ssh://</c>, <c>user@host:path</c> and, in development mode, <c>file://</c>.</summary>
    public static Parsed<GitUrl> Parse(string text, bool development)
    {
        if (text.Length == 0)
            return Refused("required", "The repository's address is missing. Write it like https://github.com/acme/web.");
        if (text.Length > Longest)
            return Refused("too_long", $"The repository's address has {text.Length} characters; at most {Longest} are taken.");
        if (text.Any(character => character is <= ' ' or > '~') || EncodedControl().IsMatch(text))
            return Refused("invalid_characters", "The repository's address has spaces, control characters or letters outside ASCII. Percent-encode what belongs to it and remove the rest.");
        if (text[0] == '-')
            return Refused("invalid_url", "The repository's address begins with '-'. Write it like https://github.com/acme/web.");
        if (Helper().IsMatch(text))
            return Refused("unsupported_scheme", $"'{Shown.Of(text.Split("::")[0])}::' addresses run programs of Git and are not taken. Write https:// or ssh://.");
        if (text.Split("://", 2) is [var scheme, var rest])
            return Parse(text, scheme.ToLowerInvariant(), rest, development);
        return Scp().Match(text) is { Success: true } scp
            ? Accepted(text, GitTransport.Ssh, scp.Groups["host"].Value)
            : Refused("invalid_url", $"'{Shown.Of(text)}' is no address of a repository. Write it like https://github.com/acme/web or git@github.com:acme/web.git.");
    }

    /// <summary>For tests that need a server of their own behind a transport that users may not name.</summary>
    internal static GitUrl Trusted(string text, GitTransport transport, string host) => new(text, transport, host);

    private static Parsed<GitUrl> Parse(string text, string scheme, string rest, bool development) => scheme switch
    {
        "https" => Https(text, rest),
        "ssh" => Ssh(text, rest),
        "file" => development ? File(text, rest) : Refused("unsupported_scheme", "file:// addresses are taken in development mode only. Write https:// or ssh://."),
        "http" when development && IsThisMachine(rest) => Https(text, rest, GitTransport.Http),
        "http" => Refused("unsupported_scheme", "http:// would fetch code that anybody on the way can change. Write https://."),
        _ => Refused("unsupported_scheme", $"'{Shown.Of(scheme)}://' is not taken. Write https:// or ssh://."),
    };

    private static bool IsThisMachine(string rest) => HostOf(rest.Split('/')[0]) is { } host && (host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address)));

    private static Parsed<GitUrl> Https(string text, string rest, GitTransport transport = GitTransport.Https)
    {
        var authority = rest.Split('/', '?', '#')[0];
        if (authority.Contains('@'))
            return Refused("credentials_in_url", "The repository's address has a user name or a password in it, which would be shown in logs. Remove what stands before the '@'.");
        if (text.AsSpan().ContainsAny('?', '#', '\\'))
            return Refused("invalid_url", "The repository's address has a '?', '#' or '\\' in it. Write the address that `git clone` takes; branch and folder have fields of their own.");
        return HostOf(authority) is { } host && rest.Length > authority.Length + 1
            ? Accepted(text, transport, host)
            : Refused("invalid_url", "The repository's address needs a host and a path, like https://github.com/acme/web.");
    }

    private static Parsed<GitUrl> Ssh(string text, string rest)
    {
        var authority = rest.Split('/')[0];
        var at = authority.LastIndexOf('@');
        if (at >= 0 && authority.AsSpan(0, at).Contains(':'))
            return Refused("credentials_in_url", "The repository's address has a password in it, which would be shown in logs. Remove it.");
        if (at >= 0 && !User().IsMatch(authority[..at]))
            return Refused("invalid_url", "The user name in the repository's address has other characters than letters, digits, '.', '_' and '-'. It is usually 'git'.");
        return HostOf(authority[(at + 1)..]) is { } host && rest.Length > authority.Length + 1
            ? Accepted(text, GitTransport.Ssh, host)
            : Refused("invalid_url", "The repository's address needs a host and a path, like ssh://git@example.com/acme/web.git.");
    }

    private static Parsed<GitUrl> File(string text, string rest) => rest.Length > 1 && rest[0] == '/' && !rest.StartsWith("//", StringComparison.Ordinal)
        ? Accepted(text, GitTransport.File, "")
        : Refused("invalid_url", "A file:// address needs three slashes and an absolute path, like file:///home/me/web.");

    private static string? HostOf(string authority)
    {
        var match = Authority().Match(authority);
        if (!match.Success || (match.Groups["port"] is { Success: true } port && int.Parse(port.ValueSpan, System.Globalization.CultureInfo.InvariantCulture) is 0 or > 65535))
            return null;
        var host = match.Groups["host"].Value;
        return host[0] != '[' || IPAddress.TryParse(host, out _) ? host : null;
    }

    private static Parsed<GitUrl>.Accepted Accepted(string text, GitTransport transport, string host) => new(new GitUrl(text, transport, host));

    private static Parsed<GitUrl>.Refused Refused(string code, string message) => new(code, message);

    [GeneratedRegex("%[01][0-9a-fA-F]|%7[fF]")]
    private static partial Regex EncodedControl();

    [GeneratedRegex(@"\A[A-Za-z0-9+.-]+::")]
    private static partial Regex Helper();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._-]*@(?<host>[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?):(?!-).+\z")]
    private static partial Regex Scp();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._-]*\z")]
    private static partial Regex User();

    [GeneratedRegex(@"\A(?<host>[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(:(?<port>[0-9]{1,5}))?\z")]
    private static partial Regex Authority();
}
