namespace ClickDeploy.Clients.Git;

/// <summary>Whose keys Git has when it asks a host.</summary>
public sealed class GitOptions
{
    /// <summary>
    /// Those of the user that runs the platform (~/.ssh, ~/.netrc): in development mode, where that user is the one who deploys.
    /// Elsewhere anybody who may deploy could fetch what that user may read.
    /// </summary>
    public bool OwnKeys { get; set; }
}
