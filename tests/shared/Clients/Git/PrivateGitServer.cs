using System.Diagnostics;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.Tests.Shared.Clients.Git;

/// <summary>Git's own HTTP server (<c>git http-backend</c>) at a loopback address, which gives its repositories to one user and password only.</summary>
internal sealed class PrivateGitServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _root;

    private PrivateGitServer(WebApplication app, string root) => (_app, _root) = (app, root);

    public string Origin => $"http://127.0.0.1:{new Uri(_app.Urls.Single()).Port}";

    /// <summary>Requests that had the right password.</summary>
    public int LetIn { get; private set; }

    /// <param name="root">The folder of the repositories: <c>{Origin}/{folder}</c>.</param>
    public static async Task<PrivateGitServer> Start(string root, string user, string password)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var server = new PrivateGitServer(app, root);
        var expected = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
        app.Run(context => context.Request.Headers.Authorization == expected ? server.Serve(context) : Ask(context));
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private static Task Ask(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Basic realm=\"git\"";
        return Task.CompletedTask;
    }

    private async Task Serve(HttpContext context)
    {
        LetIn++;
        var request = context.Request;
        var start = new ProcessStartInfo("git", ["-c", "safe.directory=*", "-c", "uploadpack.allowAnySHA1InWant=true", "http-backend"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment =
            {
                ["GIT_PROJECT_ROOT"] = _root,
                ["GIT_HTTP_EXPORT_ALL"] = "1",
                ["PATH_INFO"] = request.Path,
                ["QUERY_STRING"] = request.QueryString.Value?.TrimStart('?') ?? "",
                ["REQUEST_METHOD"] = request.Method,
                ["CONTENT_TYPE"] = request.ContentType ?? "",
                ["HTTP_CONTENT_ENCODING"] = request.Headers.ContentEncoding.ToString(),
                ["GIT_PROTOCOL"] = request.Headers["Git-Protocol"].ToString(),
            },
        };
        using var backend = Process.Start(start)!;
        await request.Body.CopyToAsync(backend.StandardInput.BaseStream);
        backend.StandardInput.Close();
        using var answer = new MemoryStream();
        await backend.StandardOutput.BaseStream.CopyToAsync(answer);
        await backend.WaitForExitAsync();
        await Answer(context.Response, answer.ToArray());
    }

    private static async Task Answer(HttpResponse response, byte[] answer)
    {
        var head = answer.AsSpan().IndexOf("\r\n\r\n"u8);
        foreach (var line in Encoding.ASCII.GetString(answer, 0, head).Split("\r\n"))
        {
            var (name, value) = (line[..line.IndexOf(':')], line[(line.IndexOf(':') + 1)..].Trim());
            if (name == "Status")
            {
                response.StatusCode = int.Parse(value.AsSpan(0, 3));
            }
            else
            {
                response.Headers[name] = value;
            }
        }

        await response.Body.WriteAsync(answer.AsMemory(head + 4));
    }
}
