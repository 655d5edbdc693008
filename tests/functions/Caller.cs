using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace ClickDeploy.Tests.Functions;

/// <summary>Calls the API as somebody. A path is relative to the API's base, or to the server if it begins with <c>!</c>.</summary>
internal sealed class Caller(HttpClient http, string? token)
{
    public Task<Answer> Get(string path, params (string Name, string Value)[] headers) => Send(HttpMethod.Get, path, null, headers);

    public Task<Answer> Post(string path, object? body, params (string Name, string Value)[] headers) => Send(HttpMethod.Post, path, Json(body), headers);

    public Task<Answer> Patch(string path, object? body, params (string Name, string Value)[] headers) => Send(HttpMethod.Patch, path, Json(body), headers);

    public Task<Answer> Delete(string path, params (string Name, string Value)[] headers) => Send(HttpMethod.Delete, path, null, headers);

    public Task<Answer> Send(HttpMethod method, string path, string json) => Send(method, path, new StringContent(json, Encoding.UTF8, "application/json"), []);

    public async Task<Answer> Send(HttpMethod method, string path, HttpContent? content, (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith('!') ? path[1..] : "/v1/click-deploy" + path) { Content = content };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await http.SendAsync(request);
        return await Answer.Of(response);
    }

    private static StringContent? Json(object? body) => body is null ? null : new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
}

/// <summary>What came back, read whole.</summary>
internal sealed record Answer(HttpStatusCode Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    public string? ETag => Headers.GetValueOrDefault("ETag");

    /// <summary>The stable code of a problem.</summary>
    public string Code => Json.GetProperty("code").GetString()!;

    /// <summary>The fields that a problem names, each with its code.</summary>
    public IReadOnlyDictionary<string, string> Faults => Json.GetProperty("errors").EnumerateArray()
        .GroupBy(error => error.GetProperty("field").GetString()!)
        .ToDictionary(errors => errors.Key, errors => errors.First().GetProperty("code").GetString()!);

    public static async Task<Answer> Of(HttpResponseMessage response) => new(
        response.StatusCode,
        await response.Content.ReadAsStringAsync(),
        response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));

    public string Field(string field) => Json.GetProperty(field).GetString()!;

    public Answer Is(HttpStatusCode status)
    {
        Assert.True(Status == status, $"{(int)Status} instead of {(int)status}: {Text}");
        return this;
    }

    /// <summary>A problem as API.md has it, and without a stack trace.</summary>
    public Answer IsProblem(HttpStatusCode status, string code)
    {
        Is(status);
        Assert.Equal("application/problem+json", Headers["Content-Type"]);
        Assert.Equal(code, Code);
        Assert.Equal((int)status, Json.GetProperty("status").GetInt32());
        Assert.Equal(Headers["X-Request-ID"], Json.GetProperty("request_id").GetString());
        Assert.NotEqual("", Json.GetProperty("detail").GetString());
        Assert.StartsWith("/", Json.GetProperty("instance").GetString());
        Assert.DoesNotContain("   at ", Text);
        return this;
    }
}
