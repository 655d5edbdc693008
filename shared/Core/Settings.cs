using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Core;

/// <summary>Reads settings into options; what cannot be used ends the start with a sentence that names setting, value and fix.</summary>
public static class Settings
{
    /// <summary>A number from <paramref name="least"/> to <paramref name="most"/>; <paramref name="otherwise"/> when it is not set.</summary>
    public static double Number(this IConfiguration configuration, string name, double otherwise, double least, double most)
    {
        if (configuration[name] is not { Length: > 0 } text)
        {
            return otherwise;
        }

        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Refuse(string.Create(CultureInfo.InvariantCulture, $"{name} is '{text}': set it to a number from {least} to {most}, or remove it for {otherwise}."));
    }

    /// <summary>DATA_DIR.</summary>
    public static string DataDirectory(this IConfiguration configuration) => configuration["DATA_DIR"] is { } path && Path.IsPathRooted(path)
        ? path
        : throw Refuse($"DATA_DIR is '{configuration["DATA_DIR"]}': set it to an absolute path of a folder that the platform may write.");

    /// <summary>Development mode is where only this machine reaches us: ASPNETCORE_URLS has loopback addresses only, or is not set.</summary>
    public static bool IsDevelopment(this IConfiguration configuration) => configuration["ASPNETCORE_URLS"] is not { Length: > 0 } urls
        || urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).All(url => Uri.TryCreate(url, UriKind.Absolute, out var parsed) && IsLoopback(parsed));

    private static bool IsLoopback(Uri url) => url.Host == "localhost" || (IPAddress.TryParse(url.DnsSafeHost, out var address) && IPAddress.IsLoopback(address));

    private static OptionsValidationException Refuse(string sentence) => new("settings", typeof(object), [sentence]);
}
