using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ClickDeploy.Core;

namespace ClickDeploy.Hosts;

/// <summary>The public names that a service may get (specification 8.3.1): <c>{name}{4 digits}.{BASE_DOMAIN}</c>.</summary>
public static class HostNames
{
    private const int LabelLimit = 63;
    private static readonly HashSet<string> Reserved = ["api", "www", "admin", "app", "mail", "ns", "static", "status", "dashboard", "console"];

    /// <summary>The wanted name first, then others in a fixed order for the case that it is taken. Never ends before 10,000 names.</summary>
    public static IEnumerable<string> Candidates(ProjectId project, string serviceName, string baseDomain)
    {
        var label = Label(serviceName);
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(project + serviceName));
        var first = BitConverter.ToUInt32(digest) % 10_000;
        for (var i = 0u; i < 10_000; i++)
        {
            yield return $"{label}{((first + i) % 10_000).ToString("D4", CultureInfo.InvariantCulture)}.{baseDomain}";
        }
    }

    private static string Label(string serviceName)
    {
        var label = new string([.. serviceName.ToLowerInvariant().Where(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))]);
        if (label.Length == 0 || !label.Any(char.IsAsciiLetterLower) || Reserved.Contains(label))
        {
            label = "app";
        }

        return label[..Math.Min(label.Length, LabelLimit - 4)];
    }
}
