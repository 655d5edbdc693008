using System.Text.Json;
using System.Text.Unicode;
using ClickDeploy.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace ClickDeploy.Functions.Http;

/// <summary>Reads JSON bodies. Whatever is sent, the answer is a value or a problem that names the field.</summary>
public static class RequestBody
{
    public const int Limit = 1 << 20;
    private const int DeepestLevel = 32;
    private const int MostNames = 100;

    // A server that answers and closes while the body still comes in may reset the connection, and the answer is lost: so much is read to its end.
    private const int ReadToTheEnd = 8 << 20;

    /// <summary>Reads an object and reports every fault of it at once: those of form, then those that <paramref name="check"/> finds in the rest.</summary>
    public static async Task<Read<T>> Read<T>(HttpRequest request, Func<Fields, T> read, Func<T, IEnumerable<FieldFault>>? check, CancellationToken cancellation)
        where T : notnull =>
        (await ReadJson(request, cancellation)).Succeeded(out var json, out var problem) ? Fields.Read(json, read, check) : problem;

    /// <summary>The same where a body may be left out: an empty one is an empty object.</summary>
    public static async Task<Read<T>> ReadOptional<T>(HttpRequest request, Func<Fields, T> read, Func<T, IEnumerable<FieldFault>>? check, CancellationToken cancellation)
        where T : notnull =>
        (await ReadJson(request, cancellation, optional: true)).Succeeded(out var json, out var problem) ? Fields.Read(json, read, check) : problem;

    /// <summary>The body as JSON, for a change that is applied again when another write was faster.</summary>
    public static async Task<Read<JsonElement>> ReadJson(HttpRequest request, CancellationToken cancellation, bool optional = false)
    {
        if (request.Headers.ContentEncoding is [{ } encoding, ..] && encoding != "identity")
        {
            return Problem.WrongType("The body is compressed. Send it without Content-Encoding.");
        }

        if (await ReadBytes(request, cancellation) is not { } bytes)
        {
            return Problem.TooLarge(Limit);
        }

        if (bytes.Length == 0)
        {
            return optional ? JsonElement.Parse("{}") : Problem.Invalid("body", "empty", "The body is empty. Send a JSON object.");
        }

        if (IsJson(request.ContentType) && Parse(bytes) is var read)
        {
            if (read.Succeeded(out var json, out _))
            {
                Remember(request, json);
            }

            return read;
        }

        return Problem.WrongType("The body is not said to be JSON. Send the header Content-Type: application/json.");
    }

    /// <summary>A text of at most <paramref name="limit"/> bytes that is said to be <c>text/plain</c>.</summary>
    public static async Task<Read<string>> ReadText(HttpRequest request, int limit, CancellationToken cancellation)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || type.MediaType != "text/plain" || request.Headers.ContentEncoding is [{ } encoding, ..] && encoding != "identity")
        {
            return Problem.WrongType("The body is not said to be a text. Send the file as it is with the header Content-Type: text/plain.");
        }

        if (await ReadBytes(request, cancellation, limit) is not { } bytes)
        {
            return Problem.TooLarge(limit);
        }

        return Utf8.IsValid(bytes) ? System.Text.Encoding.UTF8.GetString(bytes) : Problem.Invalid("body", "invalid_utf8", "The body is not valid UTF-8. Encode it as UTF-8.");
    }

    /// <summary>Reads the body into memory so that it can be read again. Null: it is longer than any may be.</summary>
    public static async Task<byte[]?> Buffer(HttpRequest request, CancellationToken cancellation)
    {
        if (await ReadBytes(request, cancellation) is not { } bytes)
        {
            return null;
        }

        request.Body = new MemoryStream(bytes, writable: false);
        return bytes;
    }

    /// <summary>The names of the fields that were sent, for the record of who did what; never their values.</summary>
    public static IReadOnlyList<string> FieldsOf(HttpContext context) => context.Items[typeof(RequestBody)] as IReadOnlyList<string> ?? [];

    private static void Remember(HttpRequest request, JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Object)
        {
            request.HttpContext.Items[typeof(RequestBody)] = (IReadOnlyList<string>)[.. json.EnumerateObject().Select(JsonValues.NameOf).OfType<string>().Take(MostNames).Select(Shown.Of)];
        }
    }

    private static Read<JsonElement> Parse(byte[] bytes)
    {
        if (!Utf8.IsValid(bytes))
        {
            return Problem.Invalid("body", "invalid_utf8", "The body is not valid UTF-8. Encode it as UTF-8.");
        }

        try
        {
            return JsonElement.Parse(bytes, new JsonDocumentOptions { MaxDepth = DeepestLevel });
        }
        catch (JsonException exception)
        {
            return IsTooDeep(bytes)
                ? Problem.Invalid("body", "too_deep", $"The body is nested deeper than {DeepestLevel} levels. Send a flatter one.")
                : Problem.Invalid("body", "invalid_json", $"The body is not JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1} cannot be read. Mend it there.");
        }
    }

    // Null: longer than the limit.
    private static async Task<byte[]?> ReadBytes(HttpRequest request, CancellationToken cancellation, int limit = Limit)
    {
        if (request.ContentLength > ReadToTheEnd)
        {
            return null;
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } server)
        {
            server.MaxRequestBodySize = ReadToTheEnd;
        }

        using var bytes = new MemoryStream();
        var part = new byte[16 * 1024];
        var length = 0;
        int count;
        while ((count = await request.Body.ReadAsync(part, cancellation)) > 0)
        {
            length += count;
            if (length <= limit)
            {
                bytes.Write(part, 0, count);
            }
        }

        return length <= limit ? bytes.ToArray() : null;
    }

    private static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && type.Type == "application" && (type.SubType == "json" || type.Suffix == "json")
        && (type.Charset.Length == 0 || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));

    private static bool IsTooDeep(byte[] bytes)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = bytes.Length + 1 });
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth >= DeepestLevel)
                {
                    return true;
                }
            }
        }
        catch (JsonException)
        {
            // Broken before it is deep.
        }

        return false;
    }
}
