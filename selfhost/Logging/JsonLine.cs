using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.SelfHost.Logging;

/// <summary>A message as one JSON object on one line: time, level, category, message, the fields of the message and of the scopes around it (request_id, operation_id), and the exception.</summary>
internal static class JsonLine
{
    private const string Template = "{OriginalFormat}";
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write<TState>(DateTimeOffset time, LogLevel level, string category, TState state, Exception? exception, string message, IExternalScopeProvider scopes)
    {
        using var line = new MemoryStream(512);
        using (var json = new Utf8JsonWriter(line, Options))
        {
            json.WriteStartObject();
            json.WriteString("time", time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));
            json.WriteString("level", Name(level));
            json.WriteString("category", category);
            json.WriteString("message", message);
            var written = new HashSet<string>(StringComparer.Ordinal) { "time", "level", "category", "message", "exception" };
            Fields(json, written, state);
            scopes.ForEachScope((scope, target) => Fields(target, written, scope), json);
            if (exception is not null)
            {
                json.WriteString("exception", exception.ToString());
            }

            json.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
        return line.ToArray();
    }

    private static void Fields(Utf8JsonWriter json, HashSet<string> written, object? state)
    {
        if (state is not IEnumerable<KeyValuePair<string, object?>> fields)
        {
            return;
        }

        foreach (var (name, value) in fields)
        {
            var key = JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
            if (name == Template || !written.Add(key))
            {
                continue;
            }

            switch (value)
            {
                case null:
                    json.WriteNull(key);
                    break;
                case bool truth:
                    json.WriteBoolean(key, truth);
                    break;
                case int or long or short:
                    json.WriteNumber(key, Convert.ToInt64(value));
                    break;
                case double number when double.IsFinite(number):
                    json.WriteNumber(key, number);
                    break;
                default:
                    json.WriteString(key, value.ToString());
                    break;
            }
        }
    }

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Critical => "fatal",
        _ => level.ToString().ToLowerInvariant(),
    };
}
