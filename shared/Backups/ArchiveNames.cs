using System.Text.Json;

namespace ClickDeploy.Backups;

/// <summary>What the entries of the archive (tar, compressed by gzip, then sealed) are called. Final format.</summary>
internal static class ArchiveNames
{
    public const string Manifest = "manifest.json";
    public const string Rows = "rows/";
    public const string Blobs = "blobs/";
    public const string Data = "data/";
    public const string End = "end.json";

    public static JsonSerializerOptions Json { get; } = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}
