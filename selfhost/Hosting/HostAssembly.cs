using ClickDeploy.SelfHost.Durable;
using ClickDeploy.SelfHost.Functions;
using ClickDeploy.SelfHost.Http;
using ClickDeploy.SelfHost.Logging;
using ClickDeploy.SelfHost.Queues;
using ClickDeploy.SelfHost.Settings;
using ClickDeploy.SelfHost.Telemetry;
using ClickDeploy.SelfHost.Timers;
using ClickDeploy.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace ClickDeploy.SelfHost.Hosting;

/// <summary>Puts the host together: settings, functions, and ASP.NET Core's emptiest server around them.</summary>
internal static class HostAssembly
{
    public static WebApplicationBuilder CreateBuilder(HostSetup setup)
    {
        var web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT")
                ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT")
                ?? Environments.Production,
        });
        SettingFile.AddHostJson(web.Configuration, setup.Folders, setup.Problems);
        SettingFile.AddLocalSettings(web.Configuration, setup.Folders, setup.Problems);
        web.Configuration.AddEnvironmentVariables();
        if (setup.Arguments.Length > 0)
        {
            web.Configuration.AddCommandLine(setup.Arguments);
        }

        if (setup.Settings.Count > 0)
        {
            web.Configuration.AddInMemoryCollection(setup.Settings);
        }

        web.Logging.AddLines(web.Configuration, setup.Problems);
        return web;
    }

    public static IHost Build(WebApplicationBuilder web, HostSetup setup, IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware)
    {
        var problems = setup.Problems;
        var host = HostJson.Read(web.Configuration, problems);
        var server = ServerOptions.Read(web.Configuration, problems);
        var telemetry = TelemetryOptions.Read(web.Configuration, problems);
        var pipeline = new FunctionPipeline(middleware);
        var functions = ApplicationFunctions.Bind(FunctionFinder.Find(setup.FunctionTypes(), problems), host, web.Configuration, pipeline, problems);
        foreach (var type in functions.Found.Where(function => !function.Method.IsStatic).Select(function => function.Class))
        {
            web.Services.TryAddTransient(type);
        }

        web.Services.TryAddSingleton(TimeProvider.System);
        web.Services.AddSingleton(host);
        web.Services.AddSingleton(functions.Durable);
        web.Services.AddSingleton(pipeline);
        web.AddTelemetry(telemetry);
        web.AddHttp(server, functions.Http);
        web.Services.AddTimers(functions.Timers);
        web.Services.AddQueues(QueueOptions.Read(web.Configuration, problems), functions.Queues);
        if (functions.UseDurable)
        {
            web.Services.AddDurableEngine();
            web.Services.Configure<DurableOptions>(options =>
            {
                options.HubName = host.HubName ?? options.HubName;
                options.DefaultVersion = host.DefaultVersion ?? options.DefaultVersion;
                options.MaxActivities = host.MaxActivities ?? options.MaxActivities;
            });
        }

        var app = web.Build();
        ConstructorCheck.Refuse(functions.Found, app.Services, problems);
        RefuseWithoutStorage(functions, app.Services, problems);
        app.UseTelemetry(telemetry);
        app.UseHttp(server, functions.Http, pipeline, functions.UseDurable);
        return new FunctionsHost(app, setup);
    }

    private static void RefuseWithoutStorage(ApplicationFunctions functions, IServiceProvider services, List<string> problems)
    {
        var user = functions.Timers.FirstOrDefault(timer => timer.Monitored) is { } timer ? $"The timer {timer.Name} keeps its due times"
            : functions.Queues is [var queue, ..] ? $"The function {queue.Name} takes its messages from a queue"
            : functions.UseDurable ? "The durable engine keeps its histories"
            : null;
        if (user is not null && !services.GetRequiredService<IServiceProviderIsService>().IsService(typeof(IStorage)))
        {
            problems.Add($"{user} in storage and there is none: register an IStorage in Program.cs.");
        }
    }
}
