using Microsoft.Azure.Functions.Worker.Builder;

namespace Microsoft.Extensions.Hosting;

public static class FunctionsApplicationBuilderAspNetCoreExtensions
{
    // There is no other HTTP here than that of ASP.NET Core: the real worker has to be told, this one does it anyway.
    public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder) => builder;
}
