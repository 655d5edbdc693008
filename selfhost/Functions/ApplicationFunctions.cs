using ClickDeploy.SelfHost.Durable;
using ClickDeploy.SelfHost.Http;
using ClickDeploy.SelfHost.Settings;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.SelfHost.Functions;

/// <summary>All functions of the application, ready to be invoked.</summary>
internal sealed class ApplicationFunctions
{
    public required IReadOnlyList<FoundFunction> Found { get; init; }

    public required IReadOnlyList<HttpFunction> Http { get; init; }

    public required DurableRegistry Durable { get; init; }

    public static ApplicationFunctions Bind(IReadOnlyList<FoundFunction> found, HostJson host, List<string> problems)
    {
        var http = new HttpFunctionBinder(host.RoutePrefix, problems);
        var requests = Of<HttpTriggerAttribute>(found).Select(http.Bind).OfType<HttpFunction>().ToList();
        RouteCollisions.Refuse(requests, problems);
        return new ApplicationFunctions { Found = found, Http = requests, Durable = new DurableRegistry() };
    }

    private static IEnumerable<FoundFunction> Of<TTrigger>(IReadOnlyList<FoundFunction> found) => found.Where(function => function.Trigger is TTrigger);
}
