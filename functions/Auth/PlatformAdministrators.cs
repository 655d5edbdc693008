namespace ClickDeploy.Functions.Auth;

/// <summary>Who looks after the platform itself: owners of the organisation <c>built-in</c> (Casdoor's own; in development mode, whoever sits at the machine and names it).</summary>
public static class PlatformAdministrators
{
    public const string Organisation = "built-in";

    public static bool Has(CurrentUser user) => user.Org.Value == Organisation && user.May(Role.Owner);
}
