using ClickDeploy.Core;
using ClickDeploy.Processes;

namespace ClickDeploy.Targets.Local;

/// <summary>What can run on this machine, and how a specification becomes a process. Decides only.</summary>
internal static class LocalRules
{
    /// <summary>The label that says whose an instance is.</summary>
    public const string ServiceLabel = "service";

    /// <summary>Null, or why this can never run here.</summary>
    public static string? Refuses(InstanceSpec spec) => spec switch
    {
        { Count: > 1 } => $"The local target runs one copy of a service, and {spec.Count} were asked for: set instance_count to 1, or choose another target.",
        { Workload: Workload.StaticFiles, Port: null } => "Static files are served at a port, and the service has none: set its port.",
        { Workload: Workload.Command { Line: var line } } when string.IsNullOrWhiteSpace(line) => "There is no start command: set one.",
        { Workload: var workload } when !ReleasePath.IsPlain(Directory(workload)) => $"The directory \"{Directory(workload)}\" leads out of the release: set one within the repository.",
        _ => null,
    };

    /// <summary>Null, or what is not there that the instance needs.</summary>
    public static string? Misses(InstanceSpec spec, LocalTargetOptions options)
    {
        if (ReleasePath.Find(spec.Release, Directory(spec.Workload)) is not { } folder)
            return spec.Workload is Workload.StaticFiles
                ? $"The directory \"{Directory(spec.Workload)}\", which is to be served, is not there after the build. Set the output directory to the one that the build makes."
                : $"The directory \"{Directory(spec.Workload)}\" is not in the release {spec.Release}.";
        if (spec.Workload is not Workload.StaticFiles)
            return null;
        if (!File.Exists(options.CaddyPath))
            return $"Static files are served by Caddy, and {options.CaddyPath} is not there: install it, or set CADDY_PATH.";
        return StaticSite.StrayLink(spec.Release, folder) is { } link ? $"The link \"{link}\" leads out of the release: it would publish files of this machine. Remove it." : null;
    }

    /// <summary>What to run, of a specification that <see cref="Refuses"/> and <see cref="Misses"/> let pass.</summary>
    public static RunPlan Plan(InstanceSpec spec, string? address, string folder, LocalTargetOptions options)
    {
        var directory = ReleasePath.Find(spec.Release, Directory(spec.Workload)) ?? spec.Release;
        var plan = new RunPlan
        {
            Id = spec.Id.ToString(),
            Command = [],
            WorkingDirectory = directory,
            Environment = new Dictionary<string, Sensitive<string>>(),
            Output = new OutputPlan(OutputKeep.Tail, (long)options.OutputMebibytes << 20, Merged: false),
            OpenFiles = options.OpenFiles,
            Limits = new RunLimits(spec.Limits.Cpus, spec.Limits.MemoryBytes, spec.Limits.Processes),
            Labels = Labels(spec, address),
        };
        return spec.Workload switch
        {
            Workload.Command command => plan with { Command = UserCommand.Of(command.Line), Environment = Environment(spec, address) },
            Workload.StaticFiles files when address is not null => plan with
            {
                // The user's variables are none of the file server's business.
                Command = [options.CaddyPath, "run", "--config", Path.Combine(folder, StaticSite.FileName)],
                Files = new Dictionary<string, string> { [StaticSite.FileName] = StaticSite.Configuration(directory, address, files.Fallback) },
            },
            _ => throw new InvalidOperationException($"The local target has no way to run {spec.Workload}."),
        };
    }

    private static Dictionary<string, Sensitive<string>> Environment(InstanceSpec spec, string? address)
    {
        var all = new Dictionary<string, Sensitive<string>>(spec.Environment, StringComparer.Ordinal);
        if (address is not null)
        {
            all["PORT"] = new(address[(address.LastIndexOf(':') + 1)..]);
            all.TryAdd("HOST", new("127.0.0.1"));
        }
        return all;
    }

    private static Dictionary<string, string> Labels(InstanceSpec spec, string? address)
    {
        var labels = new Dictionary<string, string> { [ServiceLabel] = spec.Service.ToString(), ["release"] = spec.Release };
        if (address is not null)
            labels["address"] = address;
        if (spec.Log is not null)
            labels[LocalFollower.LogLabel] = spec.Log;
        return labels;
    }

    private static string Directory(Workload workload) => workload switch
    {
        Workload.Command command => command.Directory,
        Workload.StaticFiles files => files.Directory,
        _ => "",
    };
}
