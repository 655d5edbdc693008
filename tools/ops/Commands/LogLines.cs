using System.Globalization;
using System.Text.Json;
using ClickDeploy.Ops.Platform;

namespace ClickDeploy.Ops.Commands;

/// <summary>Lines of logs as they are shown.</summary>
internal static class LogLines
{
    public static void Show(Screen screen, string json, Func<JsonElement, string?> source)
    {
        using var document = JsonDocument.Parse(json);
        Show(screen, document.RootElement, source);
    }

    public static void Show(Screen screen, JsonElement entry, Func<JsonElement, string?> source)
    {
        screen.Json(entry);
        screen.Line(Text(entry, source(entry)), entry.Text("level") switch { "error" => Tone.Bad, "warn" => Tone.Busy, "debug" => Tone.Quiet, _ => Tone.Plain });
    }

    public static string Text(JsonElement entry, string? source)
    {
        var time = entry.Time("timestamp")?.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture) ?? "";
        return $"{time} {source,-9} {entry.Text("message")}{(entry.True("truncated") ? " … (cut)" : "")}";
    }
}
