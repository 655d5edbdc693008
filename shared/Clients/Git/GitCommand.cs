using ClickDeploy.Core;
using ClickDeploy.Jobs;

namespace ClickDeploy.Clients.Git;

/// <summary>A call of Git as a value: long ones are run as jobs (<see cref="AsJob"/>), short ones by <see cref="ShortGit"/>.</summary>
public sealed record GitCommand
{
    /// <summary>Program and arguments; no shell reads them.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Absolute path, must exist.</summary>
    public required string Directory { get; init; }

    /// <summary>All of it but PATH, HOME and LANG.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required TimeSpan Timeout { get; init; }

    /// <summary>No file may become larger.</summary>
    public long? MaxFileBytes { get; init; }

    /// <summary>With the keys that it may have. Without own ones: no HOME, so that there is neither ~/.netrc nor a folder of keys, and the hosts that the machine knows (/etc/ssh/ssh_known_hosts), not those that a user has met.</summary>
    public GitCommand As(GitOptions options)
    {
        if (options.OwnKeys)
            return this;
        var variables = new Dictionary<string, string>(Environment) { ["HOME"] = GitCommands.Nowhere };
        if (variables.TryGetValue(GitCommands.SshVariable, out var ssh))
            variables[GitCommands.SshVariable] = $"{ssh} {GitCommands.NoKeys}";
        return this with { Environment = variables };
    }

    /// <summary>What a credential helper reads (<see cref="With"/>).</summary>
    public Sensitive<byte[]>? Input { get; init; }

    /// <summary>
    /// With a token for the host of <paramref name="url"/> and no other, redirects included. Git asks a helper for it, which reads it from a pipe: it is in no
    /// argument, address, variable or file. As a job only.
    /// </summary>
    public GitCommand With(GitUrl url, GitCredential? credential) => credential is null ? this : this with
    {
        Arguments = [.. Arguments.Take(GitCommands.Distrusted), .. GitCommands.AskPipe(url), .. Arguments.Skip(GitCommands.Distrusted)],
        Input = credential.Answer(),
    };

    public JobSpec AsJob(JobId id) => new()
    {
        Id = id,
        Command = Arguments,
        WorkingDirectory = Directory,
        Environment = Environment.ToDictionary(variable => variable.Key, variable => new Sensitive<string>(variable.Value)),
        Input = Input,
        Timeout = Timeout,
        MaxFileBytes = MaxFileBytes,
    };
}
