using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace ClickDeploy.Ops.Platform;

/// <summary>The platform over HTTP. What it refuses, and that it does not answer, is a <see cref="Refusal"/> that says what to do.</summary>
internal sealed class PlatformClient(Uri url, string? token, string org) : IDisposable
{
    public const string Base = "/v1/click-deploy";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Streams last; each request that does not has a limit of its own.
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(10) }) { BaseAddress = url, Timeout = Timeout.InfiniteTimeSpan };
    private string? _token = string.IsNullOrWhiteSpace(token) ? null : token.Trim();

    public Uri Url => url;

    public Task<JsonElement> Get(string path, CancellationToken cancellation) => Call(HttpMethod.Get, path, null, cancellation);

    /// <summary>Null: there is none, or none any more.</summary>
    public async Task<JsonElement?> GetIfThere(string path, CancellationToken cancellation)
    {
        try
        {
            return await Get(path, cancellation);
        }
        catch (Refusal refusal) when (refusal.Status == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public Task<JsonElement> Post(string path, object body, CancellationToken cancellation) => Call(HttpMethod.Post, path, body, cancellation);

    /// <summary>An answer with any status, without a token: <c>/ready</c> says "no" with 503 and tells why.</summary>
    public async Task<(int Status, JsonElement Body)> Look(string path, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var answer = await Send(request, HttpCompletionOption.ResponseContentRead, Patience, cancellation);
        return ((int)answer.StatusCode, await Body(answer, cancellation));
    }

    /// <summary>The items of every page of a list.</summary>
    public async Task<IReadOnlyList<JsonElement>> List(string path, int most, CancellationToken cancellation)
    {
        var items = new List<JsonElement>();
        for (string? cursor = null; ;)
        {
            var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var page = await Get($"{path}{separator}limit={int.Min(200, most - items.Count)}{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", cancellation);
            items.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.Text("next_cursor");
            if (cursor is null || items.Count >= most)
            {
                return items;
            }
        }
    }

    /// <summary>Sends with our token. An answer that is no success is a <see cref="Refusal"/>; 304 is a success.</summary>
    /// <param name="patience">How long the head of the answer may take; null: for ever.</param>
    public async Task<HttpResponseMessage> Open(HttpRequestMessage request, TimeSpan? patience, CancellationToken cancellation)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token ??= await DevelopmentToken(cancellation));
        var answer = await Send(request, HttpCompletionOption.ResponseHeadersRead, patience, cancellation);
        if (answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.NotModified)
        {
            return answer;
        }

        using (answer)
        {
            throw Refused(request, answer.StatusCode, await Body(answer, cancellation));
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> Call(HttpMethod method, string path, object? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, Base + path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await Open(request, Patience, cancellation);
        return await Body(answer, cancellation);
    }

    // Whoever sits at the machine of a platform in development mode says who they are.
    private async Task<string> DevelopmentToken(CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/dev/token") { Content = JsonContent.Create(new { org, user = "ops", roles = new[] { "owner" } }) };
        using var answer = await Send(request, HttpCompletionOption.ResponseContentRead, Patience, cancellation);
        var body = await Body(answer, cancellation);
        return answer.IsSuccessStatusCode && body.Text("token") is { } given
            ? given
            : throw Refusal.Failed($"{url} is not in development mode, so it gives no token: make one on its page, and pass it as CLICKDEPLOY_TOKEN or with --token. ({body.Text("detail") ?? ((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture)})");
    }

    private async Task<HttpResponseMessage> Send(HttpRequestMessage request, HttpCompletionOption completion, TimeSpan? patience, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (patience is { } time)
        {
            limit.CancelAfter(time);
        }

        try
        {
            return await _http.SendAsync(request, completion, limit.Token);
        }
        catch (HttpRequestException failure)
        {
            throw NoAnswer((failure.InnerException ?? failure).Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw NoAnswer($"it said nothing for {patience?.TotalSeconds} s");
        }
    }

    private static async Task<JsonElement> Body(HttpResponseMessage answer, CancellationToken cancellation)
    {
        try
        {
            using var json = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(cancellation), cancellationToken: cancellation);
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            return JsonSerializer.SerializeToElement(new { });
        }
    }

    private Refusal NoAnswer(string reason) => new(ExitCode.NoAnswer, $"No answer from {url}: {reason.TrimEnd('.')}. ./up starts the platform on this machine; --url names another one.");

    private Refusal Refused(HttpRequestMessage request, HttpStatusCode status, JsonElement problem)
    {
        var detail = problem.Text("detail") ?? $"{url} answered {(int)status} to {request.Method} {request.RequestUri}: is this the address of the platform?";
        var faults = problem.Items("errors").Select(fault => fault.Text("message")).Where(message => message is not null && message != detail);
        var sentence = string.Join(' ', [detail, .. faults]);
        return new(ExitCode.Failed, status == HttpStatusCode.Unauthorized ? $"{sentence} Pass it as CLICKDEPLOY_TOKEN or with --token." : sentence, (int)status);
    }
}
