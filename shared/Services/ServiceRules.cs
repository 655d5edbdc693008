using System.Text;
using System.Text.RegularExpressions;
using ClickDeploy.Core;

namespace ClickDeploy.Services;

/// <summary>What a service's fields may hold (API.md, field rules).</summary>
public static partial class ServiceRules
{
    public const int LongestCommand = 4 * 1024;
    public const int LongestPath = 512;
    private const int FirstPort = 1;
    private const int LastPort = 65535;
    private const int FewestInstances = 1;
    private const string NameShape = "[a-z]([a-z0-9-]{0,61}[a-z0-9])?";

    // Visible ASCII without # and \.
    private const string UrlPathShape = @"[!-""$-\[\]-~]*";

    public static FieldRule NameRule { get; } = new(NameShape);

    /// <summary>In bytes, of which a character has at least one.</summary>
    public static FieldRule CommandRule { get; } = new(Longest: LongestCommand);

    public static FieldRule PathRule { get; } = new(Longest: LongestPath);

    public static FieldRule UrlPathRule { get; } = new(UrlPathShape, Longest: LongestPath);

    public static FieldRule PortRule { get; } = new(Least: FirstPort, Most: LastPort);

    public static FieldRule InstanceCountRule { get; } = new(Least: FewestInstances);

    /// <param name="service">As it would be saved.</param>
    /// <param name="target">Its project's target.</param>
    /// <param name="developmentMode">Repositories on this machine (<c>file://</c>) may be used.</param>
    public static IReadOnlyList<FieldFault> Check(Service service, string target, bool developmentMode) =>
    [
        .. Name(service.Name),
        .. service.GitSource is { } source ? GitSourceRules.Check(source, developmentMode) : [],
        .. Builder(service.Builder, target),
        .. OutputDir(service.OutputDir),
        .. Command("install_command", service.InstallCommand),
        .. Command("build_command", service.BuildCommand),
        .. Command("start_command", service.StartCommand),
        .. Command("pre_deploy_command", service.PreDeployCommand),
        .. Port(service.Port),
        .. InstanceCount(service.InstanceCount, target),
        .. HealthCheckPath(service.HealthCheckPath),
    ];

    private static IEnumerable<FieldFault> Name(string name)
    {
        if (!NamePattern().IsMatch(name))
        {
            yield return new("name", "invalid_name", $"'{Shown.Of(name)}' cannot be a host name. Write 1 to 63 lower-case letters, digits and hyphens; begin with a letter and do not end with a hyphen.");
        }
    }

    private static IEnumerable<FieldFault> Command(string field, string? command)
    {
        if (command is null)
        {
            yield break;
        }

        var length = Encoding.UTF8.GetByteCount(command);
        if (length > LongestCommand)
        {
            yield return new(field, "too_long", $"The command has {length} bytes. Write at most {LongestCommand}; put a longer one into a script of the repository.");
        }

        if (command.Contains('\0'))
        {
            yield return new(field, "invalid_characters", "The command has a NUL character. Leave it out.");
        }
    }

    private static IEnumerable<FieldFault> Builder(Builder builder, string target)
    {
        if (builder is Services.Builder.Dockerfile or Services.Builder.Railpack && target == "local")
        {
            yield return new("builder", "not_on_target", $"The target 'local' builds no images, which the builder '{builder.ToString().ToLowerInvariant()}' does: it runs a plan's commands on this machine. Set builder to 'auto' or 'plan'.");
        }
    }

    private static IEnumerable<FieldFault> OutputDir(string? path)
    {
        if (path is not null && (Characters.CountOf(path) > LongestPath || path.Any(char.IsControl) || path.Split('/').Contains("..")))
        {
            yield return new("output_dir", "invalid_path", $"The output directory must have at most {LongestPath} characters, no control characters and no '..'. Write it from the root directory, such as '/dist'.");
        }
    }

    private static IEnumerable<FieldFault> Port(int? port)
    {
        if (port is < FirstPort or > LastPort)
        {
            yield return new("port", "out_of_range", $"There is no port {port}. Write a number from {FirstPort} to {LastPort}, or null for a worker that listens on none.");
        }
    }

    private static IEnumerable<FieldFault> InstanceCount(int count, string target)
    {
        if (count < FewestInstances)
        {
            yield return new("instance_count", "out_of_range", $"A service cannot have {count} instances. Write 1; to end a service, stop or delete it.");
        }
        else if (count > 1 && target == "local")
        {
            yield return new("instance_count", "not_on_target", "The target 'local' runs one instance of each service: all of them would share this machine's one address. Set instance_count to 1.");
        }
    }

    private static IEnumerable<FieldFault> HealthCheckPath(string? path)
    {
        if (path is null)
        {
            yield break;
        }

        if (path.Length > LongestPath || !UrlPathPattern().IsMatch(path))
        {
            yield return new("health_check_path", "invalid_path", $"The health check path must be a path such as '/health': at most {LongestPath} visible ASCII characters, without '#' or '\\'. Percent-encode others.");
        }
        else if (path.Split('?')[0].Split('/').Contains(".."))
        {
            yield return new("health_check_path", "invalid_path", "The health check path may not contain '..'. Write the path itself, such as '/health'.");
        }
    }

    [GeneratedRegex(@"\A" + NameShape + @"\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"\A/" + UrlPathShape + @"\z")]
    private static partial Regex UrlPathPattern();
}
