using Microsoft.AspNetCore.Http;

namespace ClickDeploy.Functions.Backups;

/// <summary>A backup as it is made. A failure on the way breaks the connection, and the reader sees that the end is missing.</summary>
public sealed class BackupReply(IDisposable turn, Func<Stream, Task> write) : IResult
{
    public async Task ExecuteAsync(HttpContext context)
    {
        using (turn)
        {
            context.Response.ContentType = "application/octet-stream";
            context.Response.Headers.CacheControl = "no-store";
            await write(context.Response.Body);
        }
    }
}
