using ClickDeploy.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.Benchmarks.Http;

/// <summary>The least that can answer the same: an ASP.NET endpoint that makes the table reads of <c>GET /projects/{id}</c> and sends what is in the rows.</summary>
internal static class BareEndpoint
{
    public static async Task Run(string database, string port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["DATABASE_URL"] = $"sqlite://{database}";
        builder.Services.AddStorage(builder.Configuration);
        var app = builder.Build();
        app.Urls.Add($"http://127.0.0.1:{port}");
        app.MapGet("/projects/{org}/{id}", Answer);
        await app.RunAsync();
    }

    private static async Task Answer(HttpContext context, string org, string id)
    {
        var storage = context.RequestServices.GetRequiredService<IStorage>();
        using var answer = new MemoryStream();
        Add(answer, await storage.Table("projects").Get(org, $"e|{id}", context.RequestAborted));
        var (index, services) = ($"x|project|{id}|", new List<string>());
        await foreach (var row in storage.Table("services").Query(org, KeyRange.Prefix(index), context.RequestAborted))
        {
            services.Add(row.Key[index.Length..]);
            Add(answer, row);
        }

        await foreach (var row in storage.Table("services").Query(org, KeyRange.Prefix($"p|{id}|"), context.RequestAborted))
        {
            Add(answer, row);
        }

        await foreach (var row in storage.Table("servicestates").Query(org, KeyRange.Prefix($"{id}|"), context.RequestAborted))
        {
            Add(answer, row);
        }

        foreach (var service in services)
        {
            await foreach (var row in storage.Table("deployments").Query($"{org}|{service}", KeyRange.Prefix("d|").Take(1), context.RequestAborted))
            {
                Add(answer, row);
            }

            await foreach (var row in storage.Table("variables").Query($"{org}|{service}", KeyRange.Prefix("m|").Take(1), context.RequestAborted))
            {
                Add(answer, row);
            }
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer.GetBuffer().AsMemory(0, (int)answer.Length), context.RequestAborted);
    }

    private static void Add(MemoryStream answer, Row? row)
    {
        if (row?.Data.Bytes("json") is { } json)
        {
            answer.Write(json);
        }
    }
}
