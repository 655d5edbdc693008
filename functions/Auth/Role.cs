namespace ClickDeploy.Functions.Auth;

/// <summary>What a user may do in the organisation; each includes those before it.</summary>
public enum Role
{
    /// <summary>Reads.</summary>
    Viewer,

    /// <summary>Also deploys and edits.</summary>
    Developer,

    /// <summary>Also deletes, sees credentials and manages members and connections.</summary>
    Owner,

    /// <summary>The same as <see cref="Owner"/>.</summary>
    Admin,
}
