using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClickDeploy.Core;
using ClickDeploy.Plans;
using ClickDeploy.Tests.Platform;

namespace ClickDeploy.Tests.Shared.Plans;

/// <summary>
/// A repository in one text file: <c>=== path</c> begins a file, <c>=== path -> target</c> is a link, <c>@ field: value</c> before them is a field of
/// the service. What is planned of it stands beside it as JSON.
/// </summary>
internal sealed class PlanFixture(string name)
{
    private const string FileMark = "=== ";
    private static readonly JsonSerializerOptions Indented = new(Json.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Folder => Path.Combine(RepositoryRoot.Path, "tests", "shared", "Plans", "fixtures");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.txt").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal);

    public string Golden => Path.Combine(Folder, name + ".json");

    /// <summary>Makes the repository in an empty folder, and tells what is asked of the planner.</summary>
    public PlanRequest Unpack(string root)
    {
        var request = new PlanRequest();
        string? file = null;
        foreach (var line in File.ReadAllLines(Path.Combine(Folder, name + ".txt")))
        {
            if (line.StartsWith("@ ", StringComparison.Ordinal))
            {
                request = With(request, line[2..].Split(": ", 2));
            }
            else if (!line.StartsWith(FileMark, StringComparison.Ordinal))
            {
                File.AppendAllText(file!, line + "\n");
            }
            else if (line[FileMark.Length..].Split(" -> ") is [var link, var target])
            {
                File.CreateSymbolicLink(At(root, link), target);
            }
            else
            {
                File.WriteAllText(file = At(root, line[FileMark.Length..]), "");
            }
        }

        return request;
    }

    /// <summary>As it stands in the golden file: what is empty is left out.</summary>
    public static string Show(PlanResult result)
    {
        var json = Tree(result is PlanResult.Planned planned ? planned.Plan : result);
        foreach (var empty in json.Where(pair => pair.Value is null or JsonArray { Count: 0 } or JsonObject { Count: 0 }).Select(pair => pair.Key).ToList())
        {
            json.Remove(empty);
        }

        return json.ToJsonString(Indented) + "\n";
    }

    private static JsonObject Tree(object value) => JsonSerializer.SerializeToNode(value, value.GetType(), Indented)!.AsObject();

    private static PlanRequest With(PlanRequest request, string[] field) => field switch
    {
        ["root_dir", var value] => request with { RootDir = value },
        ["install_command", var value] => request with { Install = value },
        ["build_command", var value] => request with { Build = value },
        ["start_command", var value] => request with { Start = value },
        ["output_dir", var value] => request with { OutputDir = value },
        ["port", "null"] => request with { IsWorker = true },
        _ => throw new InvalidOperationException($"No fixture has the field {field[0]}."),
    };

    private static string At(string root, string path)
    {
        var full = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        return full;
    }
}
