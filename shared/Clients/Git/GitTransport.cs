namespace ClickDeploy.Clients.Git;

/// <summary>How Git reaches a repository. Everything else that Git knows (<c>ext::</c>, <c>git://</c>, <c>http://</c>) is refused.</summary>
public enum GitTransport
{
    Https,
    Ssh,

    /// <summary>A folder of this machine; in development mode only.</summary>
    File,
}
