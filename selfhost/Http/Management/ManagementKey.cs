using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.SelfHost.Http.Management;

/// <summary>
/// The system key of this process's management API: only who reads this process's configuration has it. Others are admitted by the application, if it has registered
/// a <c>Func&lt;HttpContext, ValueTask&lt;bool&gt;&gt;</c> under <see cref="Others"/>.
/// </summary>
internal sealed class ManagementKey
{
    public const string Setting = "DURABLE_MANAGEMENT_URL";
    public const string Base = "runtime/webhooks/durabletask";

    /// <summary>The key of the service that is asked about a request without the system key.</summary>
    public const string Others = "durabletask";

    public string Value { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public async ValueTask<bool> Admits(HttpContext context) =>
        Is(context.Request.Query["code"]) || (context.RequestServices.GetKeyedService<Func<HttpContext, ValueTask<bool>>>(Others) is { } admits && await admits(context));

    public bool Is(string? code) => code is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(code), Encoding.UTF8.GetBytes(Value));
}
