using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace ClickDeploy.Functions.Operations;

/// <summary>
/// Reads histories through the Durable management API, which both runtimes serve. <c>DURABLE_MANAGEMENT_URL</c> is its address with the system key;
/// selfhost sets it by itself.
/// </summary>
public sealed class OperationHistory(HttpClient http, IConfiguration configuration)
{
    public const string Setting = "DURABLE_MANAGEMENT_URL";

    /// <summary>What the orchestration did so far; empty where there is no history any more.</summary>
    public async Task<OperationPast> Read(string id, CancellationToken cancellation)
    {
        var address = configuration[Setting] ?? throw new InvalidOperationException($"{Setting} is not set: set it to the host's /runtime/webhooks/durabletask address with its key as 'code'.");
        var question = address.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = question < 0 ? (address, "?") : (address[..question], address[question..] + "&");
        using var answer = await http.GetAsync($"{path}/instances/{Uri.EscapeDataString(id)}{query}showHistory=true&showHistoryOutput=true&showInput=true&showCustomStatuses=true", cancellation);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return OperationPast.None;
        }

        var instance = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(cancellation);
        return OperationPast.Of(instance);
    }
}
