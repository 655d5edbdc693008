using ClickDeploy.Functions.Http;
using ClickDeploy.Services;

namespace ClickDeploy.Functions.Services;

/// <summary>Reads what a user may set of a service over what holds otherwise: the defaults for a new one, the present values for a change.</summary>
internal static class ServiceFields
{
    /// <summary>Where sources may come from; the first is the default.</summary>
    public static IReadOnlyList<string> Providers { get; } = ["git"];

    /// <summary>Some service with the defaults, to describe what is read.</summary>
    public static Service Any { get; } = new() { Org = new("any"), Project = default, Id = default, Name = "", CreatedAt = default, UpdatedAt = default };

    public static Service ReadNew(Fields body, Service defaults)
    {
        body.Require("name");
        if (body.Text("type", "app", new(OneOf: ["app"])) != "app")
        {
            body.Refuse("type", "unknown_type", "is no type of service. Send \"app\" or leave it out.");
        }

        return ReadChange(body, defaults);
    }

    public static Service ReadChange(Fields body, Service service) => service with
    {
        Name = body.Text("name", service.Name, ServiceRules.NameRule),
        GitSource = Source(body, service.GitSource),
        Builder = body.Choice("builder", service.Builder),
        InstallCommand = Command(body, "install_command", service.InstallCommand),
        BuildCommand = Command(body, "build_command", service.BuildCommand),
        StartCommand = Command(body, "start_command", service.StartCommand),
        PreDeployCommand = Command(body, "pre_deploy_command", service.PreDeployCommand),
        OutputDir = body.TextOrNull("output_dir", service.OutputDir, ServiceRules.PathRule) is { Length: > 0 } output ? Root(output) : null,
        InstanceSize = body.Choice("instance_size", service.InstanceSize),
        InstanceCount = body.Integer("instance_count", service.InstanceCount, ServiceRules.InstanceCountRule),
        Port = body.IntegerOrNull("port", service.Port, ServiceRules.PortRule),
        AutoDeploy = body.Boolean("auto_deploy", service.AutoDeploy),
        AutoDeployPause = body.Boolean("auto_deploy", service.AutoDeploy) ? null : service.AutoDeployPause,
        HealthCheckPath = Path(body.TextOrNull("health_check_path", service.HealthCheckPath, ServiceRules.UrlPathRule)),
    };

    // Fields of the source that are absent stay, so that a change may name the branch alone.
    internal static GitSource? Source(Fields body, GitSource? present)
    {
        if (body.Object("git_source") is not { } source)
        {
            return body.Has("git_source") ? null : present;
        }

        if (present is null)
        {
            source.Require("url");
        }

        if (!Providers.Contains(source.Text("provider", Providers[0], new(OneOf: Providers))))
        {
            source.Refuse("provider", "unknown_provider", "is no provider here. Send \"git\" with the repository's url.");
        }

        var read = new GitSource(
            source.Text("url", present?.Url ?? "", GitSourceRules.UrlRule),
            source.TextOrNull("branch", present?.Branch, GitSourceRules.BranchRule) is { Length: > 0 } branch ? branch : null,
            Root(source.TextOrNull("root_dir", present?.RootDir, ServiceRules.PathRule)));
        return Token(source, read, present);
    }

    // Write-only. It stays with its host: one that is to go elsewhere is sent again.
    private static GitSource Token(Fields source, GitSource read, GitSource? present)
    {
        var token = source.TextOrNull("token", null, GitSourceRules.TokenRule);
        return source.Has("token")
            ? read with { NewToken = token is null ? null : new(token) }
            : read with { SealedToken = present?.Origin is { } origin && origin == read.Origin ? present.SealedToken : null };
    }

    // An empty command is none.
    private static string? Command(Fields body, string name, string? present) =>
        body.TextOrNull(name, present, ServiceRules.CommandRule) is { } command && !string.IsNullOrWhiteSpace(command) ? command : null;

    private static string? Path(string? path) => string.IsNullOrEmpty(path) ? null : path[0] == '/' ? path : "/" + path;

    private static string Root(string? path) =>
        "/" + string.Join('/', (path ?? "").Split('/').Where(segment => segment is not ("" or ".")));
}
