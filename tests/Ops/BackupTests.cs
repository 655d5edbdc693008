using ClickDeploy.Ops;
using ClickDeploy.Tests.Platform;
using ClickDeploy.Tests.Shared.Processes;
using ClickDeploy.Tests.Shared.Storage.Azure;

namespace ClickDeploy.Tests.Ops;

/// <summary>Backup and restore with the real program and real platforms, which serve and are served by what was restored.</summary>
[Trait("Speed", "Slow")]
[Collection(nameof(RealPlatform)), Trait("Lane", "two")]
public sealed class BackupTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>, IDisposable
{
    private static readonly (string, string) Passphrase = ("CLICKDEPLOY_PASSPHRASE", "correct horse battery");
    private readonly TempFolder _folder = new();

    private string File => _folder.File("all.backup");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Restore_ToSqliteAndToAzurite_ServesAgainAtTheSameUrl()
    {
        string host;
        Guid service;
        Guid checking;
        var server = await System.IO.File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "tests", "samples", "echo", "server.js"));
        using var repository = SampleRepository.Echo("first");
        await using (var platform = await PlatformProcess.Run(Settings.Fast))
        {
            var project = await platform.Api.CreateProject("Shop");
            service = (await platform.Api.CreateService(project.Id, "web", repository.Url, SampleRepository.EchoCommand)).Id;
            await platform.Api.DeployLive(service);
            host = (await platform.Api.Service(service)).Host;

            // An operation that is under way: its new instance never listens.
            repository.Push("server.js", "setInterval(() => {}, 1000);");
            checking = (await platform.Api.Deploy(service)).Id;
            await Eventually.Is(() => platform.Api.Deployment(checking), deployment => deployment.Status == "checking", "The deployment is checking");

            var made = await Run("backup", File, "--url", platform.Url.ToString());
            Assert.True(made.Code == ExitCode.Done, made.Errors);
            Assert.Contains("all.backup: whole; of ", made.Output, StringComparison.Ordinal);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
            var again = await Run("backup", File, "--url", platform.Url.ToString());
            Assert.Equal((ExitCode.Failed, $"ops: {File} is there already, and a backup is never overwritten: name another file.\n"), (again.Code, again.Errors));
            Assert.Equal("first", await platform.Ask(host));
        }

        await Serves(host, service, checking, "sqlite", []);
        repository.Push("server.js", server);
        repository.Push("second");
        await Serves(host, service, checking, "azure", new() { ["AzureWebJobsStorage"] = azurite.ConnectionString }, deployed: "second");
    }

    [Fact]
    public async Task Restore_NotWhatWasMade_WritesNothing()
    {
        await using (var platform = await PlatformProcess.Run(Settings.Fast))
            Assert.Equal(ExitCode.Done, (await Run("backup", File, "--url", platform.Url.ToString())).Code);
        var target = _folder.File("target");

        var wrong = await OpsRun.With([("CLICKDEPLOY_PASSPHRASE", "another passphrase")], "restore", File, "--data", target);
        var bytes = await System.IO.File.ReadAllBytesAsync(File);
        await System.IO.File.WriteAllBytesAsync(File, bytes[..^10]);
        var cut = await Run("restore", File, "--data", target);

        Assert.Equal((ExitCode.Failed, "ops: The passphrase or key is not the one of this backup (or its beginning is damaged). Give the one that it was made with.\n"), (wrong.Code, wrong.Errors));
        Assert.Equal(ExitCode.Failed, cut.Code);
        Assert.Contains("cut off", cut.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(target));
    }

    [Fact]
    public async Task Platform_OnAnUnfinishedRestore_RefusesToStart()
    {
        await using var platform = await PlatformProcess.Prepare(Settings.Fast);
        await System.IO.File.WriteAllTextAsync(Path.Combine(platform.DataDirectory, "restoring"), "");

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => platform.Start());

        Assert.Contains("a restore into it has not ended: run './ops restore' with the same file again, or delete the folder.", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("The passphrase has 5 characters", "short")]
    [InlineData("There is no passphrase: set CLICKDEPLOY_PASSPHRASE", "")]
    public async Task Backup_PassphraseIsNone_SaysSo(string sentence, string passphrase)
    {
        var run = await OpsRun.With([("CLICKDEPLOY_PASSPHRASE", passphrase)], "backup", File);

        Assert.Equal(ExitCode.Usage, run.Code);
        Assert.Contains(sentence, run.Errors, StringComparison.Ordinal);
    }

    private Task<OpsRun> Run(params string[] arguments) => OpsRun.With([Passphrase], arguments);

    // The application runs again, the operation goes on to its end, and what was restored can be deployed anew.
    private async Task Serves(string host, Guid service, Guid checking, string storage, Dictionary<string, string> settings, string? deployed = null)
    {
        var restored = _folder.File(storage);
        var run = await OpsRun.With([Passphrase, .. settings.Select(setting => (setting.Key, setting.Value))], "restore", "--data", restored, "--storage", storage, File);
        Assert.True(run.Code == ExitCode.Done, run.Errors);
        Assert.Contains("Start it with ./up", run.Output, StringComparison.Ordinal);

        await using var platform = await PlatformProcess.Prepare(Settings.Fast.Concat(settings).ToDictionary());
        Move(restored, platform.DataDirectory);
        await platform.Start();
        await Eventually.Is(() => platform.Ask(host), answer => answer == "first", $"{host} on {storage}");
        Assert.Equal("failed", (await platform.Api.End(checking)).Status);
        Assert.Equal("first", await platform.Ask(host));
        if (deployed is not null)
        {
            await platform.Api.DeployLive(service);
            Assert.Equal(deployed, await platform.Ask(host));
        }
    }

    // The folder of a test's platform exists before, and its Caddy runs in it.
    private static void Move(string from, string to)
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(from).Where(path => Path.GetFileName(path) != "caddy"))
        {
            var target = Path.Combine(to, Path.GetFileName(path));
            if (Directory.Exists(target))
                Directory.Delete(target, recursive: true);
            Directory.Move(path, target);
        }
    }
}
