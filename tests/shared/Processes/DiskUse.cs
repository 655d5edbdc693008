using System.Diagnostics;
using System.Globalization;

namespace ClickDeploy.Tests.Shared.Processes;

/// <summary>What a file takes on the disk, holes left out.</summary>
internal static class DiskUse
{
    public static long Kibibytes(string path)
    {
        using var du = Process.Start(new ProcessStartInfo("/usr/bin/du", ["-k", path]) { RedirectStandardOutput = true })!;
        var text = du.StandardOutput.ReadToEnd();
        du.WaitForExit();
        return long.Parse(text.Split('\t')[0], CultureInfo.InvariantCulture);
    }
}
