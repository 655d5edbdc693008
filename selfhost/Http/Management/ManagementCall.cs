using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ClickDeploy.SelfHost.Durable;
using ClickDeploy.SelfHost.Durable.Read;
using ClickDeploy.SelfHost.Durable.Rows;
using Microsoft.AspNetCore.Http;
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

    public string? Text(string name) => Request.Query[name] is [{ Length: > 0 } text, ..] ? text : null;

    public bool Flag(string name, bool otherwise) => bool.TryParse(Text(name), out var flag) ? flag : otherwise;

    /// <exception cref="FormatException">It is no time.</exception>
    public DateTimeOffset? Time(string name) => Text(name) is { } text
        ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal)
        : null;

    /// <exception cref="FormatException">One of them is no status.</exception>
    public IReadOnlyList<OrchestrationRuntimeStatus>? Statuses() => Text("runtimeStatus")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(name => Enum.TryParse<OrchestrationRuntimeStatus>(name, ignoreCase: true, out var status) ? status : throw new FormatException($"'{name}' is no status."))
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
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(body), Cancellation);
    }

    /// <summary>It goes on; where to look how it stands.</summary>
    public Task Accepted(string id, JsonNode body)
    {
        Under(id);
        return Answer(StatusCodes.Status202Accepted, body);
    }

    public void Under(string id)
    {
        context.Response.Headers.Location = InstanceJson.Status(Request, id);
        context.Response.Headers.RetryAfter = "10";
    }

    public void Header(string name, string value) => context.Response.Headers[name] = value;
}
