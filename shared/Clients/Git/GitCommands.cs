namespace ClickDeploy.Clients.Git;

/// <summary>
/// The calls of Git that we make. A checkout is: <see cref="Init"/> in an empty folder, <see cref="Fetch"/>, <see cref="Checkout"/>.
/// They trust neither the repository nor the address: no prompt, hook, filter, helper or submodule, no settings of the machine, one transport.
/// A checkout that was cut off starts again in a new folder: Git's lock files stay behind.
/// </summary>
public static class GitCommands
{
    /// <summary>The ref that a fetch writes.</summary>
    internal const string Fetched = "refs/clickdeploy/source";

    /// <summary>No file of a repository, its pack included, may be larger: 1 GiB.</summary>
    public const long LargestFile = 1L << 30;

    /// <summary>How long a fetch or a checkout may take.</summary>
    public static readonly TimeSpan LongestFetch = TimeSpan.FromMinutes(5);

    /// <summary>How long a quick read may take.</summary>
    public static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(10);

    /// <summary>How long the files of a commit may take to be listed: some are made so that it never ends.</summary>
    public static readonly TimeSpan LongestCount = TimeSpan.FromMinutes(1);

    private static readonly string[] Distrust =
    [
        "-c", "core.hooksPath=/dev/null",
        "-c", "core.fsmonitor=false",
        "-c", "core.autocrlf=false",
        "-c", "credential.helper=",
        "-c", "submodule.recurse=false",
        "-c", "gc.auto=0",
        "-c", "advice.detachedHead=false",
        "-c", "safe.directory=*",
        "-c", "protocol.allow=never",
        "-c", "protocol.ext.allow=never",
        "-c", "http.lowSpeedLimit=1000",
        "-c", "http.lowSpeedTime=30",
    ];

    // -F: no ProxyCommand of somebody's. A host must be known already, and nothing is ever asked.
    private const string Ssh = "ssh -F /dev/null -o BatchMode=yes -o StrictHostKeyChecking=yes -o ConnectTimeout=15 -o ServerAliveInterval=15 -o ServerAliveCountMax=2 "
        + "-o ForwardAgent=no -o ForwardX11=no -o ClearAllForwardings=yes -o PermitLocalCommand=no -o ControlMaster=no -o ControlPath=none";

    // ssh finds the home of its user without HOME, so it is told each of its sources.
    internal const string NoKeys = "-o IdentitiesOnly=yes -o IdentityFile=none -o IdentityAgent=none -o PKCS11Provider=none -o UserKnownHostsFile=none";

    internal const string SshVariable = "GIT_SSH_COMMAND";

    /// <summary>A home without anything.</summary>
    internal const string Nowhere = "/nonexistent";

    /// <summary>With how many arguments a command begins that take every helper away: one that is to be asked comes behind them.</summary>
    internal static int Distrusted => 1 + Distrust.Length;

    // Constant but for the host, whose characters GitUrl has checked. Git calls the helper with the one word get, store or erase.
    internal static IReadOnlyList<string> AskPipe(GitUrl url) => ["-c", $"credential.{url.Origin}.helper=!f() {{ test \"$1\" = get && /bin/cat <&3; }}; f"];

    /// <summary>An empty repository in an empty folder.</summary>
    public static GitCommand Init(string directory) => Local(directory, LongestRead, "init", "--quiet", "--template=", "--initial-branch=main");

    /// <summary>One commit, without its history: of a branch, tag or commit id alike. Where a tag has a branch's name, the tag wins, unless <paramref name="revision"/> is <see cref="GitRef.Name"/> of <see cref="LsRemote"/>.</summary>
    public static GitCommand Fetch(string directory, GitUrl url, GitRevision revision) =>
        Remote(directory, url, LongestFetch, "fetch", "--depth=1", "--no-tags", "--no-recurse-submodules", "--no-auto-maintenance", "--force", "--", url.Text, $"+{revision.Source}:{Fetched}");

    /// <summary>
    /// Everything, with history. For a commit whose server gives only the tips of branches (<see cref="GitFailure.CommitNotOffered"/>): old servers, and those that
    /// forbid it. Most give any commit, so that this is the exception.
    /// </summary>
    public static GitCommand FetchAll(string directory, GitUrl url) =>
        Remote(directory, url, LongestFetch, "fetch", "--no-tags", "--no-recurse-submodules", "--no-auto-maintenance", "--force", "--", url.Text, "+refs/heads/*:refs/clickdeploy/heads/*", "+refs/tags/*:refs/clickdeploy/tags/*");

    /// <summary>The files of what <see cref="Fetch"/> got. Links are made as they are, also those that lead out: who reads the files looks out for them.</summary>
    public static GitCommand Checkout(string directory) => Checkout(directory, Fetched);

    /// <summary>The files of a commit that <see cref="FetchAll"/> got.</summary>
    public static GitCommand CheckoutCommit(string directory, GitRevision commit) => Checkout(directory, commit.Source);

    /// <summary>What is checked out; <see cref="GitHead.Parse"/> reads the answer.</summary>
    public static GitCommand Head(string directory) =>
        Local(directory, LongestRead, "log", "-1", "--no-show-signature", "--no-color", "--encoding=UTF-8", "--format=%H%x00%an%x00%B", "HEAD", "--");

    /// <summary>What <see cref="Checkout(string)"/> will write, without writing it; <see cref="GitTree.Parse"/> reads the answer.</summary>
    public static GitCommand Tree(string directory) => Tree(directory, Fetched);

    /// <summary>What <see cref="CheckoutCommit"/> will write.</summary>
    public static GitCommand TreeOfCommit(string directory, GitRevision commit) => Tree(directory, commit.Source);

    /// <summary>What the repository has for a name now; <see cref="GitRef.Parse"/> reads the answer.</summary>
    public static GitCommand LsRemote(string directory, GitUrl url, GitRevision revision)
    {
        string[] patterns = revision == GitRevision.Default ? ["HEAD"] : [.. GitRef.Names(revision), .. GitRef.Names(revision).Select(GitRef.Peeled)];
        return Remote(directory, url, LongestRead, ["ls-remote", "--symref", "--", url.Text, .. patterns]);
    }

    /// <summary>The branches that the repository has now; <see cref="GitBranches.Parse"/> reads the answer.</summary>
    public static GitCommand LsBranches(string directory, GitUrl url) =>
        Remote(directory, url, LongestRead, "ls-remote", "--symref", "--", url.Text, "HEAD", "refs/heads/*");

    private static GitCommand Tree(string directory, string revision) =>
        Local(directory, LongestCount, "ls-tree", "-r", "-l", "-z", "--full-tree", $"{revision}^{{commit}}", "--");

    private static GitCommand Checkout(string directory, string revision) =>
        Local(directory, LongestFetch, "checkout", "--quiet", "--force", "--no-recurse-submodules", "--detach", $"{revision}^{{commit}}", "--") with { MaxFileBytes = LargestFile };

    private static GitCommand Local(string directory, TimeSpan timeout, params ReadOnlySpan<string> arguments) => new()
    {
        Arguments = ["git", .. Distrust, .. arguments],
        Directory = directory,
        Environment = Environment(""),
        Timeout = timeout,
    };

    private static GitCommand Remote(string directory, GitUrl url, TimeSpan timeout, params ReadOnlySpan<string> arguments)
    {
        var transport = url.Transport switch
        {
            GitTransport.Https => "https",
            GitTransport.Http => "http",
            GitTransport.Ssh => "ssh",
            GitTransport.File => "file",
            _ => throw new ArgumentOutOfRangeException(nameof(url)),
        };
        return new()
        {
            Arguments = ["git", .. Distrust, "-c", $"protocol.{transport}.allow=always", .. arguments],
            Directory = directory,
            Environment = Environment(Ssh),
            Timeout = timeout,
            MaxFileBytes = LargestFile,
        };
    }

    private static Dictionary<string, string> Environment(string ssh)
    {
        var variables = new Dictionary<string, string>
        {
            // GitFailure reads the messages.
            ["LC_ALL"] = "C",
            ["GIT_TERMINAL_PROMPT"] = "0",
            ["GIT_CONFIG_NOSYSTEM"] = "1",
            ["GIT_CONFIG_GLOBAL"] = "/dev/null",
            ["GIT_ATTR_NOSYSTEM"] = "1",
            ["GIT_OPTIONAL_LOCKS"] = "0",
            ["GIT_PROTOCOL_FROM_USER"] = "0",
        };
        if (ssh.Length > 0)
            variables[SshVariable] = ssh;
        return variables;
    }
}
