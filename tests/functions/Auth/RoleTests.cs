using ClickDeploy.Functions.Auth;

namespace ClickDeploy.Tests.Functions.Auth;

/// <summary>The least role of each route, as API.md says it: viewers read, developers also deploy and edit, owners also delete and see what is secret.</summary>
public sealed class RoleTests
{
    // Why each is otherwise than its method says.
    private static readonly Dictionary<string, Role> Otherwise = new()
    {
        ["GET /v1/click-deploy/git/inspections/{id}"] = Role.Developer, // the rest of an answer that a developer has asked for
        ["POST /v1/click-deploy/tokens"] = Role.Viewer, // one's own, with no more than one may do
        ["DELETE /v1/click-deploy/tokens/{id}"] = Role.Viewer, // one's own; an owner those of others
        ["DELETE /v1/click-deploy/services/{id}/env/{key}"] = Role.Developer, // an edit, which can be restored
        ["DELETE /v1/click-deploy/links/{id}"] = Role.Developer, // the same
        ["POST /v1/click-deploy/admin/backup"] = Role.Owner, // and an administrator: everybody's secrets are in it
    };

    [Fact]
    public void Routes_NeedTheRoleOfTheirMethod_OrAreKnown()
    {
        var wrong = AccessTests.Routes.Where(route => route.Needs is not null && route.Needs != Expected(route.Method, route.Route))
            .Select(route => $"{route.Method} {route.Route} needs {route.Needs}, and by its method {Expected(route.Method, route.Route)}: change it, or add it here with the reason.");

        Assert.Empty(wrong);
        Assert.Empty(Otherwise.Keys.Except(AccessTests.Routes.Select(route => $"{route.Method} {route.Route}")));
    }

    [Fact]
    public void Routes_ForAnyone_AreKnown() =>
        Assert.Equal(
            ["ANY /{*path}", "GET /health", "GET /metrics", "GET /openapi.json", "GET /ready", "POST /dev/token"],
            AccessTests.Routes.Where(route => route.Needs is null && route.Method != "HEAD").Select(route => $"{route.Method} {route.Route}").Order(StringComparer.Ordinal));

    private static Role Expected(string method, string route) => Otherwise.TryGetValue($"{method} {route}", out var other) ? other : method switch
    {
        "GET" or "HEAD" => Role.Viewer,
        "DELETE" => Role.Owner,
        _ => Role.Developer,
    };
}
