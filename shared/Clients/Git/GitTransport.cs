namespace ClickDeploy.Clients.Git;

/// <summary>How Git reaches a repository. Everything else that Git knows (<c>ext::</c>, <c>git://</c>) is refused.</summary>
public enum GitTransport
{
    Https,

    /// <summary>From this machine itself, in development mode only: nobody is on the way.</summary>
    Http,
    Ssh,

    /// <summary>A folder of this machine; in development mode only.</summary>
    File,
}
