using System.Globalization;
using ClickDeploy.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Functions.Development;

/// <summary>CRASH_AT, which the crash tests set: at which border of which operation this process kills itself.</summary>
internal sealed class CrashOptions
{
    public const string Setting = "CRASH_AT";

    /// <summary>The first border is 1; 0 counts the borders and kills nothing.</summary>
    public int Border { get; set; }

    /// <summary>Which deployment or deletion of this process's life; borders are counted from its beginning.</summary>
    public int Operation { get; set; } = 1;

    /// <summary>DATA_DIR.</summary>
    public string DataDirectory { get; set; } = "";

    public void Read(IConfiguration configuration)
    {
        if (!configuration.IsDevelopment())
        {
            throw Refused($"{Setting} is '{configuration[Setting]}', and this platform can be reached from other machines ({configuration["ASPNETCORE_URLS"]}): remove it, it is for tests only.");
        }

        DataDirectory = configuration["DATA_DIR"] ?? "";
        var parts = configuration[Setting]!.Split(':');
        if (parts.Length > 2 || !TryRead(parts[^1], out var border) || !TryRead(parts.Length == 2 ? parts[0] : "1", out var operation) || operation == 0)
        {
            throw Refused($"{Setting} is '{configuration[Setting]}': set it to the number of a border (17), with the number of a deployment or deletion before it for another than the first (2:17), or remove it.");
        }

        (Border, Operation) = (border, operation);
    }

    private static bool TryRead(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static OptionsValidationException Refused(string sentence) => new(nameof(CrashOptions), typeof(CrashOptions), [sentence]);
}
