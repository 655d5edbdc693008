using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace ClickDeploy.SelfHost.Settings;

/// <summary>Reads settings and notes, for each that cannot be used, a sentence with its name, its value and what to set.</summary>
internal sealed class SettingReader(IConfiguration configuration, List<string> problems)
{
    public long Number(string name, long otherwise, long least, long most) => Number(name, least, most, string.Create(CultureInfo.InvariantCulture, $"{otherwise}")) ?? otherwise;

    public long? Number(string name, long least, long most) => Number(name, least, most, "the default");

    private long? Number(string name, long least, long most, string otherwise)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        problems.Add($"{name} is '{text}': set it to a whole number from {least} to {most}, or remove it for {otherwise}.");
        return null;
    }

    public TimeSpan? Span(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span > TimeSpan.Zero)
        {
            return span;
        }

        // -1 is how host.json says "no limit".
        if (text != "-1" && text != "-00:00:01")
        {
            problems.Add($"{name} is '{text}': set it to a time span such as 00:10:00, or to -1 for no limit.");
        }

        return null;
    }

    public string? Text(string name) => configuration[name] is { Length: > 0 } text ? text : null;
}
