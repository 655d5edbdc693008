namespace ClickDeploy.Functions.Auth;

/// <summary>Who looks after the platform itself: owners of the organisation <c>built-in</c> (Casdoor's own; in development mode, whoever sits at the machine and names it).</summary>
public static class PlatformAdministrators
{
    public const string Organisation = "built-in";

    /// <summary>The key of the service by which <c>selfhost</c> asks who may use its Durable management API; the Functions host has a key of its own and asks nobody.</summary>
    public const string ManagementAccess = "durabletask";

    public static bool Has(CurrentUser user) => user.Org.Value == Organisation && user.May(Role.Owner);
}
