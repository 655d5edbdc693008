using System.Net;
using System.Net.Sockets;

namespace ClickDeploy.Health;

/// <summary>Asks an instance itself, never through the public route, which the old instance still answers.</summary>
public sealed class HealthProbe(HttpClient http)
{
    /// <summary>How long one probe may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private const int BodyChars = 2_000;

    /// <summary>One GET to <paramref name="address"/> (<c>ip:port</c>) at <paramref name="path"/>, or at / when it is null. Redirects are not followed.</summary>
    public async Task<ProbeResult> Probe(string address, string? path, CancellationToken cancellation = default)
    {
        var url = new Uri($"http://{address}{path ?? "/"}");
        try
        {
            using var answer = await http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellation);
            var healthy = HealthRule.Accepts(answer.StatusCode, path);
            return new(url.PathAndQuery, healthy, (int)answer.StatusCode, healthy ? null : await Beginning(answer, cancellation), null);
        }
        catch (HttpRequestException failure)
        {
            return new(url.PathAndQuery, false, null, null, failure.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused }
                ? $"Nothing listens at port {IPEndPoint.Parse(address).Port}." : $"No HTTP answer: {failure.Message}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new(url.PathAndQuery, false, null, null, $"No answer within {Timeout.TotalSeconds:0} s.");
        }
    }

    private static async Task<string> Beginning(HttpResponseMessage answer, CancellationToken cancellation)
    {
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellation));
        var buffer = new char[BodyChars];
        return new string(buffer, 0, await reader.ReadBlockAsync(buffer, cancellation));
    }
}

/// <summary>What one probe saw. <paramref name="Status"/> null: no HTTP answer, and <paramref name="Error"/> says why.</summary>
public sealed record ProbeResult(string Path, bool Healthy, int? Status, string? Body, string? Error);
