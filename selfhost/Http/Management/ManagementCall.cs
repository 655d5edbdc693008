using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClickDeploy.SelfHost.Durable;
using ClickDeploy.SelfHost.Durable.Read;
using ClickDeploy.SelfHost.Durable.Rows;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClickDeploy.SelfHost.Http.Management;

/// <summary>A request of the Durable management API that has its key.</summary>
internal sealed class ManagementCall(HttpContext context)
{
    public DurableTaskClient Client { get; } = context.RequestServices.GetRequiredService<DurableTaskClient>();

    public DurableRegistry Registry { get; } = context.RequestServices.GetRequiredService<DurableRegistry>();

    public InstanceReader Reader { get; } = context.RequestServices.GetRequiredService<InstanceReader>();

    public HttpRequest Request => context.Request;

    public CancellationToken Cancellation => context.RequestAborted;

    public string Id => (string)context.Request.RouteValues["id"]!;

    public Patience Patience => new CallPatience(
        context.RequestServices.GetRequiredService<TimeProvider>(), context.RequestServices.GetRequiredService<IOptions<DurableOptions>>().Value, Cancellation);

    /// <summary>Of the event. A slash in it stays %2F in a route, where it cannot be told from a "%2F" that was meant: the address as it was sent tells.</summary>
    public string EventName
    {
        get
        {
            var name = (string)Request.RouteValues["name"]!;
            if (!name.Contains("%2F", StringComparison.OrdinalIgnoreCase) || context.Features.Get<IHttpRequestFeature>()?.RawTarget is not { Length: > 0 } sent)
            {
                return name;
            }

            var path = sent.Split('?')[0].TrimEnd('/');
            return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
        }
    }

    public string? Text(string name) => Request.Query[name] is [{ Length: > 0 } text, ..] ? text : null;

    /// <summary>Null: there is none of that id, nor could there be.</summary>
    public async Task<OrchestrationMetadata?> Find(bool withPayloads) => InstanceId.IsValid(Id) ? await Reader.Get(Id, withPayloads, Patience) : null;

    /// <exception cref="FormatException">It is neither.</exception>
    public bool Flag(string name, bool otherwise) => Text(name) is not { } text ? otherwise
        : bool.TryParse(text, out var flag) ? flag : throw new FormatException($"{name} is '{text}': give true or false.");

    /// <exception cref="FormatException">It is no number of things.</exception>
    public int Count(string name, int otherwise) => Text(name) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count : throw new FormatException($"{name} is '{text}': give a whole number from 1.");

    /// <exception cref="FormatException">It is no time.</exception>
    public DateTimeOffset? Time(string name) => Text(name) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time
        : throw new FormatException($"{name} is '{text}': give a time such as 2026-01-01T00:00:00Z.");

    /// <exception cref="FormatException">One of them is no status.</exception>
    public IReadOnlyList<OrchestrationRuntimeStatus>? Statuses() => Request.Query["runtimeStatus"].SelectMany(some => some!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .Select(name => Enum.TryParse<OrchestrationRuntimeStatus>(name, ignoreCase: true, out var status) && Enum.IsDefined(status) ? status : throw new FormatException($"runtimeStatus is '{name}': give some of {string.Join(", ", Enum.GetNames<OrchestrationRuntimeStatus>())}."))
        .ToList();

    /// <summary>The body as JSON; null when there is none.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public async Task<JsonElement?> Body()
    {
        using var text = new StreamReader(Request.Body);
        var body = await text.ReadToEndAsync(Cancellation);
        if (body.Length == 0)
        {
            return null;
        }

        using var json = JsonDocument.Parse(body);
        return json.RootElement.Clone();
    }

    public Task Answer(int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    public async Task Answer(int status, JsonNode body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        // By the writer, which goes deeper than the serializer: a payload that is as deep as that allows stands inside others here.
        var bytes = new ArrayBufferWriter<byte>();
        await using (var writer = new Utf8JsonWriter(bytes))
        {
            body.WriteTo(writer);
        }

        await context.Response.Body.WriteAsync(bytes.WrittenMemory, Cancellation);
    }

    /// <summary>It goes on; where to look how it stands.</summary>
    public Task Accepted(string location, JsonNode body)
    {
        context.Response.Headers.Location = location;
        context.Response.Headers.RetryAfter = "10";
        return Answer(StatusCodes.Status202Accepted, body);
    }

    public void Header(string name, string value) => context.Response.Headers[name] = value;
}
