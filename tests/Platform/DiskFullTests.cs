using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace ClickDeploy.Tests.Platform;

/// <summary>The disk of a running platform becomes full, to the last byte, and gets room again.</summary>
[Trait("Speed", "Slow")]
[Collection(nameof(RealPlatform)), Trait("Lane", "one")]
public sealed class DiskFullTests
{
    private const int MinFree = 24 << 20;
    private const int MostVariables = 28;

    [Fact]
    public async Task DiskFull_WhileAServiceIsLive_KeepsServingLosesNothingAndGoesOnWithRoom()
    {
        await using var platform = await PlatformProcess.Prepare(new Dictionary<string, string>(Settings.Fast) { ["MIN_FREE_DISK_BYTES"] = $"{MinFree}" });
        await using var disk = new SmallDisk(platform);
        await platform.Start();
        using var repository = SampleRepository.Echo();
        var project = await platform.Api.CreateProject("small");
        var service = await platform.Api.CreateService(project.Id, "echo", repository.Url, SampleRepository.EchoCommand);
        await platform.Api.DeployLive(service.Id);
        var host = (await platform.Api.Service(service.Id)).Host;
        var pid = platform.Pid;

        disk.Fill(leave: MinFree / 2);
        repository.Push("2");
        var refused = await platform.Api.End((await platform.Api.Deploy(service.Id)).Id);
        Assert.Equal(("failed", "disk_nearly_full"), (refused.Status, refused.Error?.Code));
        Assert.Equal("1", await platform.Ask(host));

        var (written, refusal) = await WriteUntilRefused(platform, disk, service.Id);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refusal.Status);
        Assert.Contains("\"code\":\"disk_full\"", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Free some space", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("1", await platform.Ask(host));
        Assert.Equal("live", (await platform.Api.Service(service.Id)).Status);

        disk.MakeRoom();
        await platform.Api.DeployLive(service.Id);
        Assert.Equal("2", await platform.Ask(host));
        Assert.Equal((true, pid), (platform.IsRunning, platform.Pid));
        Assert.Equal(written, await platform.Api.Variables(service.Id));

        await platform.Terminate();
        Assert.Equal("ok", Integrity(Path.Combine(platform.DataDirectory, "clickdeploy.db")));
    }

    // What was acknowledged, and the answer to the write that was not. A file that was longer before has room within itself, so it takes a few.
    private static async Task<(IReadOnlyDictionary<string, string> Written, ApiException Refusal)> WriteUntilRefused(PlatformProcess platform, SmallDisk disk, Guid service)
    {
        var written = new Dictionary<string, string>();
        for (var number = 0; number < MostVariables; number++)
        {
            disk.Fill(leave: 0);
            var (key, value) = ($"V{number.ToString("00", CultureInfo.InvariantCulture)}", Convert.ToHexString(RandomNumberGenerator.GetBytes(8_000)));
            try
            {
                await platform.Api.SetVariable(service, key, value);
                written[key] = value;
            }
            catch (ApiException refusal)
            {
                return (written, refusal);
            }
        }

        throw new InvalidOperationException($"{MostVariables} variables were written to a full disk.");
    }

    private static string? Integrity(string file)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return command.ExecuteScalar() as string;
    }
}
