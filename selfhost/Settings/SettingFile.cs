using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace ClickDeploy.SelfHost.Settings;

/// <summary>The two files of a Functions application, as the real host reads them: comments and trailing commas are no mistakes.</summary>
internal static class SettingFile
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>host.json: every value under the section that the real host gives it.</summary>
    public static void AddHostJson(IConfigurationBuilder configuration, IEnumerable<string> folders, List<string> problems)
    {
        if (Read(folders, "host.json", problems) is not { } file)
        {
            return;
        }

        using (file.Json)
        {
            if (!(file.Json.RootElement.TryGetProperty("version", out var version) && version.ValueEquals("2.0")))
            {
                problems.Add($"{file.Path}: the version has to be there and is \"2.0\": write \"version\": \"2.0\".");
            }

            Add(configuration, Flatten(HostJson.Section, file.Json.RootElement));
        }
    }

    /// <summary>local.settings.json: its Values are settings as if they were environment variables; its port is PORT.</summary>
    public static void AddLocalSettings(IConfigurationBuilder configuration, IEnumerable<string> folders, List<string> problems)
    {
        if (Read(folders, "local.settings.json", problems) is not { } file)
        {
            return;
        }

        using (file.Json)
        {
            var root = file.Json.RootElement;
            if (root.TryGetProperty("IsEncrypted", out var encrypted) && encrypted.ValueKind == JsonValueKind.True)
            {
                problems.Add($"{file.Path}: encrypted settings cannot be read here: decrypt them (func settings decrypt) and set \"IsEncrypted\": false.");
                return;
            }

            if (root.TryGetProperty("Host", out var host) && host.TryGetProperty("LocalHttpPort", out var port))
            {
                Add(configuration, [KeyValuePair.Create("PORT", (string?)port.ToString())]);
            }

            if (root.TryGetProperty("Values", out var values))
            {
                Add(configuration, Flatten("", values).Select(pair => KeyValuePair.Create(pair.Key.Replace("__", ConfigurationPath.KeyDelimiter), pair.Value)));
            }
        }
    }

    private static (string Path, JsonDocument Json)? Read(IEnumerable<string> folders, string name, List<string> problems)
    {
        if (folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists) is not { } path)
        {
            return null;
        }

        try
        {
            var json = JsonDocument.Parse(File.ReadAllBytes(path), Lenient);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                return (path, json);
            }

            json.Dispose();
            problems.Add($"{path}: it is no JSON object: begin it with '{{'.");
        }
        catch (JsonException exception)
        {
            problems.Add($"{path}: line {exception.LineNumber + 1} is no valid JSON: mend it there.");
        }

        return null;
    }

    private static void Add(IConfigurationBuilder configuration, IEnumerable<KeyValuePair<string, string?>> settings) =>
        configuration.AddInMemoryCollection(settings.ToList());

    private static IEnumerable<KeyValuePair<string, string?>> Flatten(string path, JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Flatten(Join(path, property.Name), property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany((item, index) => Flatten(Join(path, $"{index}"), item)),
        JsonValueKind.Null => [],
        _ => [KeyValuePair.Create(path, (string?)element.ToString())],
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : ConfigurationPath.Combine(path, name);
}
