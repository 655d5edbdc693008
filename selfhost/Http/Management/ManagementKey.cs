using System.Security.Cryptography;
using System.Text;

namespace ClickDeploy.SelfHost.Http.Management;

/// <summary>The system key of this process's management API: only who reads this process's configuration has it.</summary>
internal sealed class ManagementKey
{
    public const string Setting = "DURABLE_MANAGEMENT_URL";
    public const string Base = "runtime/webhooks/durabletask";

    public string Value { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public bool Is(string? code) => code is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(code), Encoding.UTF8.GetBytes(Value));
}
