using System.Text.RegularExpressions;

namespace ClickDeploy.Clients.Git;

/// <summary>Why a repository could not be fetched, in the user's words. <paramref name="Transient"/>: the same may succeed a minute later.</summary>
public sealed partial record GitFailure(string Code, string Message, string Fix, bool Transient = false)
{
    /// <summary>The server gives only the tips of its branches and tags: <see cref="GitCommands.FetchAll"/> may find the commit.</summary>
    public const string CommitNotOffered = "commit_not_offered";

    /// <summary>The host asks who it is, or did not take the answer.</summary>
    public const string NeedsLogin = "repository_needs_login";

    /// <summary>Translates what Git said (stdout and stderr, as they came).</summary>
    public static GitFailure Explain(GitUrl url, GitRevision revision, GitEnd end, string output) => end switch
    {
        GitEnd.TimedOut => new("git_timeout", $"Fetching {url} took longer than {GitCommands.LongestFetch.TotalMinutes:0} minutes.", "Try again; if the repository is large, remove large files from it.", Transient: true),
        GitEnd.Killed killed => new("git_killed", $"Fetching {url} was ended: {killed.Reason}", "Deploy again.", Transient: true),
        GitEnd.Exited exited => Known(url, revision, output) ?? Signalled(url, exited.Code) ?? Unknown(url, exited.Code, output),
        _ => throw new ArgumentOutOfRangeException(nameof(end)),
    };

    /// <summary>The checkout would be larger than we take.</summary>
    public static GitFailure TooLarge(GitUrl url) => new(
        "repository_too_large", $"{url} is larger than {GitCommands.LargestFile >> 30} GiB.", "Remove large files from the repository; what a build needs can be downloaded by its build command.");

    /// <summary>Nobody has counted to the end: so many files that they cannot be listed.</summary>
    public static GitFailure TooManyFiles(GitUrl url) => new(
        "repository_too_large", $"{url} has so many files that they cannot be listed.", "Remove what is generated from the repository; what a build needs can be downloaded by its build command.");

    private static GitFailure? Known(GitUrl url, GitRevision revision, string output)
    {
        if (LoginNeeded().IsMatch(output))
            return new("repository_needs_login", $"{url} is private or does not exist: its host asks for a login.", "Check the address. For a private repository give the service a token that may read it.");
        if (UnknownHostKey().IsMatch(output))
            return new("host_key_unknown", $"The SSH key of {url.Host} is not known on this machine, or has changed.", $"Check the key and add it to the machine's known ones: ssh-keyscan {url.Host} >> /etc/ssh/ssh_known_hosts. Or use the https:// address.");
        if (UnknownHost().IsMatch(output))
            return new("host_not_found", $"There is no host '{url.Host}', or its name cannot be looked up now.", "Check the address.", Transient: true);
        if (Certificate().IsMatch(output))
            return new("certificate_not_trusted", $"The certificate of {url.Host} is not trusted by this machine.", "Add the certificate authority of this host to the machine's trusted ones (update-ca-certificates).");
        if (NotOwned().IsMatch(output))
            return new("repository_not_owned", $"The folder of {url} belongs to another user of this machine, and Git does not read it.", "Change the folder's owner to the user that runs the platform.");
        if (NoSuchRef().IsMatch(output))
            return MissingRevision(url, revision);
        if (NotOffered().IsMatch(output))
            return new(CommitNotOffered, $"{url} does not give the commit {revision} by its id.", "Deploy a branch or a tag that has the commit.");
        if (TransportRefused().IsMatch(output))
            return new("redirect_refused", $"{url.Host} sent Git on to an address that is not https://.", "Use the address that the host redirects to.");
        if (NotFound().IsMatch(output))
            return new("repository_not_found", $"There is no repository at {url}.", "Check the address; on some hosts a private repository looks the same.");
        if (TooLarge().IsMatch(output))
            return TooLarge(url);
        if (DiskFull().IsMatch(output))
            return new("disk_full", "This machine's disk is full.", "Free some space and deploy again.", Transient: true);
        return Unreachable().IsMatch(output)
            ? new("host_unreachable", $"{(url.Host.Length > 0 ? url.Host : url.Text)} does not answer, or broke off: {Said(output)}", "Try again in a minute.", Transient: true)
            : null;
    }

    private static GitFailure MissingRevision(GitUrl url, GitRevision revision)
    {
        if (revision == GitRevision.Default)
            return new("repository_empty", $"{url} has no commit yet, or its default branch does not exist.", "Push a first commit, or name a branch.");
        return revision.IsCommit
            ? new("no_such_commit", $"{url} has no commit {revision}.", "Check that the commit was pushed.")
            : new("no_such_branch", $"{url} has no branch or tag '{revision}'.", "Check the name: upper and lower case count. A commit needs all 40 digits of its id.");
    }

    // 128 + SIGXFSZ: the file limit that we set ourselves.
    private static GitFailure? Signalled(GitUrl url, int code) => code == 128 + 25 ? TooLarge(url) : null;

    private static GitFailure Unknown(GitUrl url, int code, string output) =>
        new("git_failed", $"Git could not fetch {url} (exit code {code}): {Said(output)}", "The log of this deployment has Git's own words.");

    private static string Said(string output)
    {
        var lines = output.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var line = lines.LastOrDefault(line => line.StartsWith("fatal:", StringComparison.Ordinal) || line.StartsWith("error:", StringComparison.Ordinal)) ?? lines.LastOrDefault() ?? "it said nothing.";
        // A sentence follows it.
        return line.Length > 300 ? line[..300] + "…" : line.EndsWith('.') ? line : line + ".";
    }

    [GeneratedRegex("could not read (Username|Password)|Authentication failed|terminal prompts disabled|Permission denied \\(|HTTP Basic: Access denied|returned error: 40[13]|Invalid username or password", RegexOptions.IgnoreCase)]
    private static partial Regex LoginNeeded();

    [GeneratedRegex("Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED")]
    private static partial Regex UnknownHostKey();

    [GeneratedRegex("Could not resolve host|Name or service not known|Temporary failure in name resolution|nodename nor servname", RegexOptions.IgnoreCase)]
    private static partial Regex UnknownHost();

    [GeneratedRegex("SSL certificate problem|certificate verif(y|ication) failed|SSL: no alternative certificate subject name", RegexOptions.IgnoreCase)]
    private static partial Regex Certificate();

    [GeneratedRegex("dubious ownership")]
    private static partial Regex NotOwned();

    [GeneratedRegex("couldn't find remote ref|Remote branch .* not found|not our ref|unknown revision or path|Needed a single revision|reference is not a tree|unable to read tree")]
    private static partial Regex NoSuchRef();

    [GeneratedRegex("does not allow request for unadvertised object")]
    private static partial Regex NotOffered();

    [GeneratedRegex("transport '[^']*' not allowed|Protocol \"?[a-z]+\"? not supported or disabled")]
    private static partial Regex TransportRefused();

    [GeneratedRegex("[Rr]epository '?[^\\n]*'? ?not found|does not appear to be a git repository|not valid: is this a git repository|returned error: (404|410)|repository not exported|does not exist")]
    private static partial Regex NotFound();

    [GeneratedRegex("File too large|died of signal 25|File size limit exceeded")]
    private static partial Regex TooLarge();

    [GeneratedRegex("No space left on device|Disk quota exceeded")]
    private static partial Regex DiskFull();

    [GeneratedRegex("timed out|Failed to connect|Connection (refused|reset|closed)|No route to host|Network is unreachable|early EOF|unexpected disconnect|hung up unexpectedly|RPC failed|returned error: 5\\d\\d|returned error: 429|too slow|Less than 1000 bytes/sec|Recv failure|SSL_ERROR|TLS connection|Empty reply from server|unable to access '", RegexOptions.IgnoreCase)]
    private static partial Regex Unreachable();
}
