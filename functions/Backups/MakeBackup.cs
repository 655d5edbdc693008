using ClickDeploy.Backups;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Functions.Backups;

/// <summary>
/// <c>POST /admin/backup</c>: everything of this installation as one sealed stream. A route, because only the process that writes knows a moment at which all of it
/// fits together; sealed here with the caller's key, so that nothing in clear leaves the platform and no passphrase reaches it.
/// </summary>
public sealed class MakeBackup(IStorageExport storage, BackupTurn turn, IConfiguration configuration, IOptions<AppOptions> options, TimeProvider time)
{
    private const int KeyLength = 32;

    [Function(nameof(MakeBackup))]
    [Needs(Role.Owner)]
    [Answers(200, Content = "application/octet-stream")]
    [Refuses("backup_running")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Api.Base + "/admin/backup")] HttpRequest request, CancellationToken cancellation)
    {
        if (!PlatformAdministrators.Has(CurrentUser.Of(request)))
        {
            return Problem.Forbidden("not_administrator", $"A backup holds what belongs to everybody: only an administrator of the platform gets one, which is an owner of the organisation {PlatformAdministrators.Organisation}.");
        }

        var body = await RequestBody.Read(request, ReadKey, check: null, cancellation);
        if (!body.Succeeded(out var key, out var problem))
        {
            return problem;
        }

        if (!turn.TryTake(out var taken))
        {
            return Problem.Conflict("backup_running", "Another backup is being made. Wait until it has ended.");
        }

        var manifest = new BackupManifest(BackupManifest.Known, time.GetUtcNow(), configuration["ENCRYPTION_KEY"] is { Length: > 0 });
        return new BackupReply(taken, output => BackupWriter.Write(storage, options.Value.DataDirectory, manifest, key, output, cancellation));
    }

    internal static void DescribeBody(Fields body) => ReadKey(body);

    private static byte[] ReadKey(Fields body)
    {
        body.Require("key");
        var key = new byte[KeyLength];
        if (!Convert.TryFromBase64String(body.Text("key", "-", new(Shape: "[A-Za-z0-9+/]{43}=")), key, out var length) || length != KeyLength)
        {
            body.Refuse("key", "invalid_key", $"must be {KeyLength} bytes in base64, with which the backup is sealed.");
        }

        return key;
    }
}
