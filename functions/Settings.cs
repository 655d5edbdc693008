using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Functions;

internal static class Settings
{
    /// <summary>A setting that is a whole number; one that cannot be read ends the start with a sentence.</summary>
    public static int Number(this IConfiguration configuration, string name, int otherwise) => configuration[name] switch
    {
        null or "" => otherwise,
        var text when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        var text => throw new OptionsValidationException(name, typeof(int), [$"{name} is '{text}': set it to a whole number, or leave it out for {otherwise}."]),
    };
}
