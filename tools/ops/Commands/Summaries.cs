using System.Globalization;
using System.Text.Json;
using ClickDeploy.Backups;

namespace ClickDeploy.Ops.Commands;

/// <summary>What a backup holds, as it is shown.</summary>
internal static class Summaries
{
    private static readonly JsonSerializerOptions Snake = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static void Show(Screen screen, string place, BackupSummary summary)
    {
        var (manifest, end) = summary;
        screen.Json(JsonSerializer.SerializeToElement(new { place, manifest, end }, Snake));
        screen.Line(
            string.Create(CultureInfo.InvariantCulture, $"{place}: whole; of {manifest.CreatedAt:yyyy-MM-dd HH:mm} UTC, with {end.Rows} rows, {end.Blobs} blobs and {end.Files} files."),
            Tone.Good);
        foreach (var unread in end.Unread)
        {
            screen.Line($"  not in it, because it could not be read: {unread}", Tone.Bad);
        }
    }
}
