using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using NCrontab;

namespace ClickDeploy.SelfHost.Timers;

/// <summary>Reads a schedule: NCRONTAB with seconds, or a time span; %names% stand for settings.</summary>
internal static partial class ScheduleParser
{
    // A leap year, so that the 29th of February comes due.
    private static readonly DateTime Sample = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly TimeSpan ShortestMonitored = TimeSpan.FromMinutes(1);

    /// <summary>The schedule's text with its settings put in, or null and a problem.</summary>
    public static string? Resolve(string schedule, IConfiguration configuration, out string? problem)
    {
        string? missing = null;
        var text = SettingName().Replace(schedule, match =>
        {
            var value = configuration[match.Groups[1].Value];
            missing ??= string.IsNullOrWhiteSpace(value) ? match.Groups[1].Value : null;
            return value ?? "";
        });
        problem = missing is null ? null : $"its schedule '{schedule}' names the setting {missing}, which is not set: set {missing} to six NCRONTAB fields, for example '0 */5 * * * *'.";
        return missing is null ? text.Trim() : null;
    }

    /// <summary>The schedule, or null and a problem.</summary>
    public static ITimerSchedule? Parse(string text, out string? problem)
    {
        problem = null;
        var schedule = ParseSpan(text) ?? ParseCron(text);
        if (schedule is null)
        {
            problem = $"its schedule '{text}' cannot be read: write six NCRONTAB fields (second minute hour day month weekday), for example '0 */5 * * * *', or a time span such as '00:05:00'.";
        }
        else if (schedule.Next(Sample) is null)
        {
            problem = $"its schedule '{text}' never comes due: choose a date that there is.";
            schedule = null;
        }

        return schedule;
    }

    /// <summary>Whether the due times are at least a minute apart; closer ones are not worth a write each, as in the real extension.</summary>
    public static bool IsMonitored(ITimerSchedule schedule)
    {
        var last = schedule.Next(Sample);
        for (var i = 0; i < 10 && last is { } before; i++)
        {
            last = schedule.Next(before);
            if (last - before < ShortestMonitored)
            {
                return false;
            }
        }

        return true;
    }

    private static ITimerSchedule? ParseSpan(string text) =>
        text.Contains(':') && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span > TimeSpan.Zero ? new IntervalSchedule(span) : null;

    private static ITimerSchedule? ParseCron(string text)
    {
        var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
        var options = new CrontabSchedule.ParseOptions { IncludingSeconds = fields == 6 };
        return CrontabSchedule.TryParse(text, options) is { } schedule ? new CronSchedule(schedule) : null;
    }

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex SettingName();
}
