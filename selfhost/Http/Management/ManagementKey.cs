using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.SelfHost.Http.Management;

/// <summary>
/// The system key of this process's management API: only who reads this process's configuration has it. Others are admitted by the application, if it has registered
/// a <c>Func&lt;HttpContext, RequestDelegate, Task&lt;bool&gt;&gt;</c> under <see cref="Others"/>: it lets the call happen, or answers itself, or says false of whom it does not know.
/// </summary>
internal sealed class ManagementKey
{
    public const string Setting = "DURABLE_MANAGEMENT_URL";
    public const string Base = "runtime/webhooks/durabletask";

    /// <summary>The key of the service that is asked about a request without the system key.</summary>
    public const string Others = "durabletask";

    public string Value { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Lets the call happen; false: there is nobody who may, and nothing is answered.</summary>
    public async Task<bool> Admit(HttpContext context, RequestDelegate call)
    {
        if (Is(context.Request.Query["code"]))
        {
            await call(context);
            return true;
        }

        return context.RequestServices.GetKeyedService<Func<HttpContext, RequestDelegate, Task<bool>>>(Others) is { } others && await others(context, call);
    }

    public bool Is(string? code) => code is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(code), Encoding.UTF8.GetBytes(Value));
}
