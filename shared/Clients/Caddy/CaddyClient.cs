using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Clients.Caddy;

/// <summary>Caddy's admin API, for the one configuration that Caddy ever gets from us.</summary>
public sealed partial class CaddyClient(HttpClient http, IOptions<CaddyOptions> options, TimeProvider time, ILogger<CaddyClient> log)
{
    /// <summary>The named retry of this client: Caddy may just be starting.</summary>
    private static readonly TimeSpan[] StartingCaddy = [TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(1)];

    private readonly JsonObject _desired = CaddyConfiguration.Make(options.Value);

    internal static void Configure(HttpClient http, CaddyOptions options)
    {
        http.BaseAddress = options.AdminUrl;
        http.Timeout = options.Timeout;
        http.DefaultRequestHeaders.Add("Origin", options.AdminUrl.GetLeftPart(UriPartial.Authority));
    }

    /// <summary>Gives Caddy our configuration unless it runs with it: loading it again would cut every open WebSocket. True: it was loaded now.</summary>
    /// <exception cref="CaddyUnavailableException">Caddy does not answer or refuses it.</exception>
    public async Task<bool> Load(CancellationToken cancellation = default)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                if (JsonNode.DeepEquals(await Running(cancellation), _desired))
                    return false;
                await Send(cancellation);
                Loaded(http.BaseAddress!);
                return true;
            }
            catch (Exception failure) when (Unreachable(failure, cancellation))
            {
                if (attempt == StartingCaddy.Length)
                    throw new CaddyUnavailableException(Sentence(failure), failure);
                Waits(http.BaseAddress!, failure.Message);
                await Task.Delay(StartingCaddy[attempt], time, cancellation);
            }
        }
    }

    /// <summary>How Caddy is, asked once.</summary>
    public async Task<CaddyState> Inspect(CancellationToken cancellation = default)
    {
        try
        {
            return JsonNode.DeepEquals(await Running(cancellation), _desired) ? new CaddyState.Ready() : new CaddyState.Other();
        }
        catch (Exception failure) when (Unreachable(failure, cancellation))
        {
            return new CaddyState.Down(Sentence(failure));
        }
    }

    private async Task<JsonNode?> Running(CancellationToken cancellation)
    {
        using var answer = await http.GetAsync(new Uri("/config/", UriKind.Relative), cancellation);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonNode>(cancellation);
    }

    private async Task Send(CancellationToken cancellation)
    {
        using var answer = await http.PostAsJsonAsync(new Uri("/load", UriKind.Relative), _desired, cancellation);
        if (!answer.IsSuccessStatusCode)
            throw new CaddyUnavailableException($"Caddy refuses the configuration ({(int)answer.StatusCode}): {await answer.Content.ReadAsStringAsync(cancellation)}");
    }

    // A time-out of HttpClient is a TaskCanceledException; the caller's own cancellation is not ours to translate.
    private static bool Unreachable(Exception failure, CancellationToken cancellation) =>
        failure is HttpRequestException or JsonException or IOException || (failure is TaskCanceledException && !cancellation.IsCancellationRequested);

    private string Sentence(Exception failure) => $"Caddy's admin API at {http.BaseAddress} (CADDY_ADMIN_URL) does not answer: {failure.Message}";
}
