using System.Text;

namespace ClickDeploy.Ops.Platform;

/// <summary>Server-sent events of one stream. When the connection breaks, or the platform restarts, it goes on behind the last event.</summary>
internal sealed class EventReader(PlatformClient platform, string path) : IAsyncDisposable
{
    // The platform sends at least a comment every 15 s.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private HttpResponseMessage? _answer;
    private StreamReader? _reader;
    private string? _last;

    /// <summary>The data of the next event; null: the stream has ended.</summary>
    public async Task<string?> Next(CancellationToken cancellation)
    {
        while (true)
        {
            await Connect(cancellation);
            try
            {
                return await Read(cancellation);
            }
            catch (Exception broken) when (broken is IOException or HttpRequestException || (broken is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                await DisposeAsync();
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _reader?.Dispose();
        _answer?.Dispose();
        (_reader, _answer) = (null, null);
        return ValueTask.CompletedTask;
    }

    private async Task Connect(CancellationToken cancellation)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (_reader is null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, PlatformClient.Base + path);
            if (_last is not null)
            {
                request.Headers.TryAddWithoutValidation("Last-Event-ID", _last);
            }

            try
            {
                _answer = await platform.Open(request, Silence, cancellation);
                _reader = new(await _answer.Content.ReadAsStreamAsync(cancellation), Encoding.UTF8);
            }
            catch (Refusal refusal) when (_last is not null && refusal.Status is null or 503 && TimeProvider.System.GetElapsedTime(began) < Patience)
            {
                // It was there a moment ago: it restarts.
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    private async Task<string?> Read(CancellationToken cancellation)
    {
        var (data, name) = (new StringBuilder(), "");
        while (true)
        {
            using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            silence.CancelAfter(Silence);
            var line = await _reader!.ReadLineAsync(silence.Token) ?? throw new IOException("The stream broke off.");
            if (line.Length == 0 && name == "end")
            {
                return null;
            }

            if (line.Length == 0 && data.Length > 0)
            {
                return data.ToString();
            }

            var (field, value) = line.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? (line[..colon], line[(colon + 1)..].TrimStart(' ')) : (line, "");
            switch (field)
            {
                case "id":
                    _last = value;
                    break;
                case "event":
                    name = value;
                    break;
                case "data":
                    data.Append(data.Length > 0 ? "\n" : "").Append(value);
                    break;
            }
        }
    }
}
