using ClickDeploy.SelfHost.Functions;
using ClickDeploy.SelfHost.Hosting;

namespace Microsoft.Azure.Functions.Worker.Builder;

public class FunctionsApplication
{
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) =>
        new(new HostSetup { Arguments = args, FunctionTypes = FunctionTypes.OfTheApplication });
}
