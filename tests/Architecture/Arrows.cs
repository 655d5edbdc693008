namespace ClickDeploy.Tests.Architecture;

/// <summary>Who may use whom (DESIGN 2), as data.</summary>
internal static class Arrows
{
    /// <summary>The references of each project: what the compiler holds.</summary>
    public static IReadOnlyDictionary<string, string[]> Projects { get; } = new Dictionary<string, string[]>
    {
        ["shared/Storage/Storage.csproj"] = [],
        ["shared/Backups/Backups.csproj"] = ["shared/Storage/Storage.csproj"],
        ["shared/Shared.csproj"] = ["shared/Storage/Storage.csproj"],
        ["selfhost/SelfHost.csproj"] = ["shared/Storage/Storage.csproj"],
        ["orchestrations/Orchestrations.csproj"] = ["shared/Shared.csproj"],
        ["functions/Functions.csproj"] = ["orchestrations/Orchestrations.csproj", "shared/Backups/Backups.csproj"],
    };

    /// <summary>Folders of shared/ that are no capability: a client or target may stand on them.</summary>
    private static readonly string[] Ground = ["ClickDeploy.Core", "ClickDeploy.Storage", "ClickDeploy.Processes"];

    public static IReadOnlyList<Arrow> All { get; } =
    [
        new("storage stands alone", ["ClickDeploy.Storage"], ["ClickDeploy."]) { But = ["ClickDeploy.Storage"] },
        new("a backup is the one reader of a store as a whole", ["ClickDeploy."], ["ClickDeploy.Storage.IStorageExport", "ClickDeploy.Storage.IStorageSnapshot"]) { Except = ["ClickDeploy.Backups", "ClickDeploy.Storage", "ClickDeploy.Functions.Backups"] },
        new("backups know storage and nothing else", ["ClickDeploy.Backups"], ["ClickDeploy."]) { But = ["ClickDeploy.Storage"] },
        new("selfhost knows storage and nothing else", ["ClickDeploy.SelfHost", "Microsoft."], ["ClickDeploy."]) { But = ["ClickDeploy.SelfHost", "ClickDeploy.Storage"] },
        new("shared is below them", ["ClickDeploy."], ["ClickDeploy.Functions", "ClickDeploy.Orchestrations", "ClickDeploy.SelfHost", "Microsoft.Azure.Functions", "Microsoft.DurableTask"])
        {
            Except = ["ClickDeploy.Functions", "ClickDeploy.Orchestrations", "ClickDeploy.SelfHost"],
        },
        new("functions are above them", ["ClickDeploy.Orchestrations"], ["ClickDeploy.Functions"]),
        new("the azure runtime has no such thing: use the borrowed names", ["ClickDeploy.Functions", "ClickDeploy.Orchestrations"], ["ClickDeploy.SelfHost"]),
        new("the core knows no capability and does no I/O", ["ClickDeploy.Core"], ["ClickDeploy.", "System.IO.File", "System.IO.Directory", "System.Net.Http", "System.Diagnostics.Process"]) { But = Ground },
        new("clients import neither capabilities nor each other", ["ClickDeploy.Clients"], ["ClickDeploy."]) { But = [.. Ground, "ClickDeploy.Jobs"] },
        new("targets import neither capabilities nor clients nor each other", ["ClickDeploy.Targets"], ["ClickDeploy."]) { But = [.. Ground, "ClickDeploy.Targets!", "ClickDeploy.Jobs"] },
        new("what changes the world is an orchestration; functions read", ["ClickDeploy.Functions"], ["ClickDeploy.Targets", "ClickDeploy.Clients", "ClickDeploy.Jobs", "ClickDeploy.Processes", "System.Diagnostics.Process"])
        {
            // These only look. Reads at a Git host (10 s, limited per user) get their lines here.
            Calls = ["ClickDeploy.Targets.ITarget.Inspect", "ClickDeploy.Targets.IMeter.Measure", "ClickDeploy.Targets.ITarget.NextChange", "ClickDeploy.Clients.Caddy.CaddyClient.Inspect", "ClickDeploy.Clients.Caddy.AccessLog.Read"],
            // Where the application is put together, and where crash points are put around its parts.
            Except = ["ClickDeploy.Functions.Program", "ClickDeploy.Functions.AppServices", "ClickDeploy.Functions.Development"],
        },
        new("an orchestration reaches the world through clients", ["ClickDeploy.Orchestrations"], ["System.Net.Http", "System.Diagnostics.Process", "Microsoft.AspNetCore"]),
        new("only functions with [DurableClient] can start an orchestration, and nothing else runs by itself", ["ClickDeploy."], ["Microsoft.Extensions.Hosting.IHostedService", "Microsoft.Extensions.Hosting.BackgroundService"])
        {
            Except = ["ClickDeploy.SelfHost", "ClickDeploy.Targets"],
        },
    ];

    /// <summary>Words of the product: the host would run any other application as well.</summary>
    public static IReadOnlyList<string> CapabilityWords { get; } =
        ["Deployment", "Project", "Volume", "Canvas", "Caddy", "Git", "Repository", "Organisation", "Webhook", "Certificate", "Subdomain", "Rollback"];
}
