using ClickDeploy.Core;
using ClickDeploy.Projects;
using ClickDeploy.Storage.Sqlite;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Tests.Shared.Projects;

public sealed class ProjectStoreTests : IAsyncDisposable
{
    private static readonly OrgId Acme = new("acme");
    private readonly SqliteStorage _storage = SqliteStorage.InMemory(TimeProvider.System);
    private readonly ProjectStore _projects;
    private int _made;

    public ProjectStoreTests() => _projects = new(_storage, new Signals(TimeProvider.System), Options.Create(new ProjectOptions { MaxProjects = 3 }));

    public ValueTask DisposeAsync() => _storage.DisposeAsync();

    [Fact]
    public async Task Create_Twice_IsOneProject()
    {
        var project = New("shop");

        var first = Assert.IsType<ProjectCreation.Created>(await _projects.Create(project));
        var second = Assert.IsType<ProjectCreation.Created>(await _projects.Create(project));

        Assert.Equal(first.Project, second.Project);
        Assert.Single(await _projects.List(Acme));
    }

    [Fact]
    public async Task Create_PastTheLimit_IsRefusedInThatOrganisationOnly()
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.IsType<ProjectCreation.Created>(await _projects.Create(New("shop")));
        }

        Assert.Equal(new ProjectCreation.LimitReached(3), await _projects.Create(New("shop")));
        Assert.IsType<ProjectCreation.Created>(await _projects.Create(New("shop") with { Org = new("other") }));
    }

    [Fact]
    public async Task Find_AsAnotherOrganisation_FindsNothing()
    {
        var project = Made(await _projects.Create(New("shop")));

        Assert.Null(await _projects.Find(new("other"), project.Id));
        Assert.Null(await _projects.FindBySlug(new("other"), project.Slug));
        Assert.Equal(project, (await _projects.FindBySlug(Acme, "shop"))!.Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Shop")]
    [InlineData("a/b")]
    [InlineData("shop\n")]
    public async Task FindBySlug_OfNoSlug_FindsNothing(string slug) => Assert.Null(await _projects.FindBySlug(Acme, slug));

    [Fact]
    public async Task Update_OfAnOldVersion_ChangesNothing()
    {
        var project = Made(await _projects.Create(New("shop")));
        var read = (await _projects.Find(Acme, project.Id))!;

        var updated = await _projects.Update(project with { Name = "New" }, read.ETag);
        Assert.Null(await _projects.Update(project with { Name = "Old" }, read.ETag));

        Assert.Equal(updated, await _projects.Find(Acme, project.Id));
    }

    [Fact]
    public async Task MarkDeleting_Twice_MarksAndRemoveTwice_FreesTheSlug()
    {
        var project = Made(await _projects.Create(New("shop")));
        Assert.True((await _projects.MarkDeleting(Acme, project.Id))!.Deleting);
        Assert.True((await _projects.MarkDeleting(Acme, project.Id))!.Deleting);

        await _projects.Remove(Acme, project.Id);
        await _projects.Remove(Acme, project.Id);

        Assert.Null(await _projects.MarkDeleting(Acme, project.Id));
        Assert.Empty(await Rows());
        Assert.Equal("shop", Made(await _projects.Create(New("shop"))).Slug);
    }

    private static Project Made(ProjectCreation creation) => Assert.IsType<ProjectCreation.Created>(creation).Project.Value;

    private Project New(string slug) => new()
    {
        Org = Acme,
        Id = new(Guid.NewGuid()),
        Name = slug,
        Slug = slug,
        Region = "local",
        Target = "local",
        CreatedAt = DateTimeOffset.UnixEpoch.AddSeconds(_made++),
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };

    private async Task<List<string>> Rows()
    {
        var rows = new List<string>();
        await foreach (var row in _storage.Table("projects").Query(Acme.Key, ClickDeploy.Storage.KeyRange.All))
        {
            rows.Add(row.Key);
        }

        return rows;
    }
}
