using ClickDeploy.Alerts;
using ClickDeploy.Clients.Caddy;
using ClickDeploy.Clients.Git;
using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Functions.Audit;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Backups;
using ClickDeploy.Functions.Deployments;
using ClickDeploy.Functions.Development;
using ClickDeploy.Functions.Health;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Idempotency;
using ClickDeploy.Functions.Inspections;
using ClickDeploy.Functions.Limits;
using ClickDeploy.Functions.Links;
using ClickDeploy.Functions.Metrics;
using ClickDeploy.Functions.Operations;
using ClickDeploy.Functions.Projects;
using ClickDeploy.Functions.Services;
using ClickDeploy.Functions.Tokens;
using ClickDeploy.Functions.Variables;
using ClickDeploy.Functions.Web;
using ClickDeploy.Inspections;
using ClickDeploy.Jobs.Local;
using ClickDeploy.Metrics;
using ClickDeploy.Orchestrations;
using ClickDeploy.Secrets;
using ClickDeploy.Storage;
using ClickDeploy.Targets.Local;
using ClickDeploy.Tools;
using ClickDeploy.Variables;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

namespace ClickDeploy.Functions;

internal static class Program
{
    private static async Task Main(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        Configure(builder);
        await builder.Build().RunWithWorkloads(TimeSpan.FromSeconds(builder.Configuration.Number("STOP_GRACE_SECONDS", 10, 0, 3600)));
    }

    /// <summary>What the platform consists of; the tests start the same.</summary>
    internal static void Configure(FunctionsApplicationBuilder builder)
    {
        builder.ConfigureFunctionsWebApplication();
        builder.UseMiddleware<MetricsMiddleware>();
        builder.UseMiddleware<FailureMiddleware>();
        builder.UseMiddleware<AddressLimitMiddleware>();
        builder.UseMiddleware<AccessMiddleware>();
        builder.UseMiddleware<UserLimitMiddleware>();
        builder.UseMiddleware<IdempotencyMiddleware>();
        builder.UseMiddleware<AuditMiddleware>();
        builder.UseMiddleware<SecretMiddleware>();

        builder.Services.AddApp(builder.Configuration);
        builder.Services.AddStorage(builder.Configuration);
        builder.Services.AddSecrets(builder.Configuration);
        builder.Services.AddHttpEdge();
        builder.Services.AddAuth();
        builder.Services.AddPersonalTokens();
        builder.Services.AddRateLimits(builder.Configuration);
        builder.Services.AddIdempotency();
        builder.Services.AddAudit();
        builder.Services.AddMetrics(builder.Configuration);
        builder.Services.AddHealth();
        builder.Services.AddProjects(builder.Configuration);
        builder.Services.AddServices(builder.Configuration);
        builder.Services.AddVariables(builder.Configuration);
        builder.Services.AddVariableEdge();
        builder.Services.AddLinkEdge();
        builder.Services.AddDeployments(builder.Configuration);
        builder.Services.AddDeploymentEdge();
        builder.Services.AddInspections(builder.Configuration);
        builder.Services.AddInspectionEdge();
        builder.Services.AddAlerts();
        builder.Services.AddOperations();
        builder.Services.AddServiceMetrics();
        builder.Services.AddTools(builder.Configuration);
        builder.Services.AddOrchestrations();
        builder.Services.AddGit(builder.Configuration);
        builder.Services.AddCaddy(builder.Configuration);
        builder.Services.AddLocalJobs(builder.Configuration);
        builder.Services.AddLocalTarget(builder.Configuration);
        builder.Services.AddBackups();
        builder.Services.AddPage();

        // Last: it decorates what is there.
        builder.Services.AddCrashPoints(builder.Configuration);
    }
}
