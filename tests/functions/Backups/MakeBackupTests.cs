using System.Net;
using System.Security.Cryptography;

namespace ClickDeploy.Tests.Functions.Backups;

public sealed class MakeBackupTests
{
    private static readonly string Key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    [Fact]
    public async Task Backup_AsOwnerOfAnOrganisation_IsRefused()
    {
        await using var app = await TestApp.Start();

        (await app.AsOwner("acme").Post("/admin/backup", new { key = Key })).IsProblem(HttpStatusCode.Forbidden, "not_administrator");
    }

    [Fact]
    public async Task Backup_KeyIsWrong_NamesTheField()
    {
        await using var app = await TestApp.Start();
        var administrator = app.AsOwner("built-in");

        Assert.Equal("required", (await administrator.Post("/admin/backup", new { })).IsProblem(HttpStatusCode.BadRequest, "invalid_request").Faults["key"]);
        Assert.Equal("invalid_key", (await administrator.Post("/admin/backup", new { key = "c2hvcnQ=" })).IsProblem(HttpStatusCode.BadRequest, "invalid_request").Faults["key"]);
    }

    [Fact]
    public async Task Backup_AsAdministrator_IsSealedAndTheNextOneToo()
    {
        await using var app = await TestApp.Start();
        (await app.AsOwner("acme").Post("/projects", new { name = "VerySecretProject" })).Is(HttpStatusCode.Created);
        var administrator = app.AsOwner("built-in");

        for (var i = 0; i < 2; i++)
        {
            var answer = (await administrator.Post("/admin/backup", new { key = Key })).Is(HttpStatusCode.OK);
            Assert.DoesNotContain("VerySecretProject", answer.Text, StringComparison.Ordinal);
            Assert.True(answer.Text.Length > 200);
        }
    }
}
