using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace ClickDeploy.Tests.Functions;

/// <summary>Reads server-sent events one by one; each must come within the deadline.</summary>
internal sealed class EventReader : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly HttpResponseMessage _response;
    private readonly IAsyncEnumerator<SseItem<string>> _items;
    private readonly CancellationTokenSource _end;

    private EventReader(HttpResponseMessage response, IAsyncEnumerator<SseItem<string>> items, CancellationTokenSource end)
    {
        (_response, _items, _end) = (response, items, end);
    }

    public static async Task<EventReader> Open(TestApp app, string token, string path)
    {
        var end = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/click-deploy" + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var response = await app.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end.Token);
        Assert.Equal("text/event-stream", response.EnsureSuccessStatusCode().Content.Headers.ContentType?.MediaType);
        var items = SseParser.Create(await response.Content.ReadAsStreamAsync(end.Token)).EnumerateAsync(end.Token);
        return new(response, items.GetAsyncEnumerator(end.Token), end);
    }

    /// <summary>The next event, which must have that name.</summary>
    public async Task<JsonElement> Next(string name)
    {
        Assert.True(await _items.MoveNextAsync().AsTask().WaitAsync(Deadline), $"the stream ended before '{name}'");
        Assert.Equal(name, _items.Current.EventType);
        return JsonDocument.Parse(_items.Current.Data).RootElement;
    }

    /// <summary>The first event of that name that is as wanted; others before it are passed over.</summary>
    public async Task<JsonElement> Until(string name, Func<JsonElement, bool> wanted)
    {
        while (await _items.MoveNextAsync().AsTask().WaitAsync(Deadline))
        {
            if (_items.Current.EventType == name && JsonDocument.Parse(_items.Current.Data).RootElement is var json && wanted(json))
            {
                return json;
            }
        }

        throw new InvalidOperationException($"The stream ended before the '{name}' that was waited for.");
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _response.Dispose();
        _end.Dispose();
    }
}
