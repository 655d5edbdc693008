using System.Diagnostics;
using ClickDeploy.SelfHost.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.Tests.SelfHost.Telemetry;

public sealed class IncomingTracesTests
{
    private const string Named = "0af7651916cd43dd8448eb211c80319c";

    [Fact]
    public async Task Request_ThatNamesATrace_BeginsItsOwn()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Critical);
        builder.AddTelemetry(new TelemetryOptions());
        await using var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapGet("/", () => $"{Activity.Current!.TraceId} {Activity.Current.ParentId} {Activity.Current.Baggage.Count()}");
        await app.StartAsync();
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, app.Urls.Single());
        request.Headers.Add("traceparent", $"00-{Named}-b7ad6b7169203331-01");
        request.Headers.Add("baggage", "whose=theirs");

        using var answer = await client.SendAsync(request);
        var said = (await answer.Content.ReadAsStringAsync()).Split(' ');

        Assert.Equal(32, said[0].Length);
        Assert.NotEqual(Named, said[0]);
        Assert.Equal(("", "0"), (said[1], said[2]));
    }
}
