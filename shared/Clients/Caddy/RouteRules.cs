using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace ClickDeploy.Clients.Caddy;

/// <summary>What may stand in the route directory, as names of its folders and files. Caddy's guard on Host says the same (<see cref="HostHeader"/>).</summary>
internal static partial class RouteRules
{
    /// <summary>Without this guard <c>..</c>, <c>*</c> and <c>[…]</c> in a Host header would reach the file system.</summary>
    public const string HostHeader = "^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]+)?$";

    public const string StoppedFile = "stopped";
    public const string FailedFile = "failed";

    public static bool IsHost(string host) => host.Length <= 253 && Host().IsMatch(host);

    /// <summary>The name of the file that says what the host shows.</summary>
    public static string FileName(Route route) => route switch
    {
        Route.Instance instance => IsAddress(instance.Address) ? instance.Address
            : throw new ArgumentException($"'{instance.Address}' is no address of an instance: it must be an IPv4 address and a port, like 127.0.0.1:20017.", nameof(route)),
        Route.Stopped => StoppedFile,
        Route.Failed => FailedFile,
        _ => throw new ArgumentOutOfRangeException(nameof(route)),
    };

    /// <summary>Null: a file that is none of ours.</summary>
    public static Route? FromFileName(string name) => name switch
    {
        StoppedFile => new Route.Stopped(),
        FailedFile => new Route.Failed(),
        _ => IsAddress(name) ? new Route.Instance(name) : null,
    };

    private static bool IsAddress(string text) =>
        IPEndPoint.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork && address.Port > 0 && address.ToString() == text;

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Host();
}
