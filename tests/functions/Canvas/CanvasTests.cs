using System.Net;

namespace ClickDeploy.Tests.Functions.Canvas;

public sealed class CanvasTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    private readonly Caller _owner = fixture.App.AsOwner(AppFixture.NewOrg());

    [Fact]
    public async Task Move_ANode_ChangesNeitherETagNorTime()
    {
        var (_, service) = await Project();
        var before = await _owner.Get($"/services/{service}");

        (await _owner.Patch($"/services/{service}/position", new { canvas_x = 1.5, canvas_y = -7 })).Is(HttpStatusCode.OK);

        var after = await _owner.Get($"/services/{service}");
        Assert.Equal((2, -7), (after.Json.GetProperty("canvas_x").GetInt32(), after.Json.GetProperty("canvas_y").GetInt32()));
        Assert.Equal((before.ETag, before.Field("updated_at")), (after.ETag, after.Field("updated_at")));
    }

    [Theory]
    [InlineData("""{}""", "canvas_x", "required")]
    [InlineData("""{"canvas_x": 1}""", "canvas_y", "required")]
    [InlineData("""{"canvas_x": "1", "canvas_y": 1}""", "canvas_x", "wrong_type")]
    [InlineData("""{"canvas_x": 1, "canvas_y": -1000001}""", "canvas_y", "out_of_range")]
    [InlineData("""{"canvas_x": 1, "canvas_y": 1, "canvas_z": 1}""", "canvas_z", "unknown_field")]
    public async Task Move_WithAFault_NamesTheField(string json, string field, string code)
    {
        var (_, service) = await Project();

        var answer = await _owner.Send(HttpMethod.Patch, $"/services/{service}/position", json);

        Assert.Equal(code, answer.IsProblem(HttpStatusCode.BadRequest, "invalid_request").Faults[field]);
    }

    [Fact]
    public async Task MoveMany_OfOneProject_MovesAll()
    {
        var (project, first) = await Project();
        var second = (await _owner.Post($"/projects/{project}/services", new { name = "api" })).Field("id");

        (await _owner.Patch($"/projects/{project}/positions", new { positions = new[] { Place(first, 5), Place(second, 6) } })).Is(HttpStatusCode.OK);

        Assert.Equal((5, 6), (await X(first), await X(second)));
    }

    [Fact]
    public async Task MoveMany_WithANodeOfAnotherProject_MovesNone()
    {
        var (project, mine) = await Project();
        var (_, other) = await Project();

        (await _owner.Patch($"/projects/{project}/positions", new { positions = new[] { Place(mine, 5), Place(other, 6) } })).IsProblem(HttpStatusCode.NotFound, "not_found");

        Assert.Equal((0, 0), (await X(mine), await X(other)));
    }

    [Theory]
    [InlineData("""{}""", "positions", "required")]
    [InlineData("""{"positions": {}}""", "positions", "wrong_type")]
    [InlineData("""{"positions": [1]}""", "positions[0]", "wrong_type")]
    [InlineData("""{"positions": [{}]}""", "positions[0].id", "required")]
    [InlineData("""{"positions": [{"id": "x", "canvas_x": 1, "canvas_y": 1}]}""", "positions[0].id", "invalid_id")]
    [InlineData("""{"positions": [{"id": "6f9619ff-8b86-d011-b42d-00cf4fc964ff", "canvas_x": 1}]}""", "positions[0].canvas_y", "required")]
    [InlineData("""{"positions": [{"id": "6f9619ff-8b86-d011-b42d-00cf4fc964ff", "canvas_x": 1, "canvas_y": 1}, {"id": "6F9619FF-8b86-d011-b42d-00cf4fc964ff", "canvas_x": 1, "canvas_y": 1}]}""", "positions[1].id", "duplicate_id")]
    public async Task MoveMany_WithAFault_NamesTheField(string json, string field, string code)
    {
        var (project, _) = await Project();

        var answer = await _owner.Send(HttpMethod.Patch, $"/projects/{project}/positions", json);

        Assert.Equal(code, answer.IsProblem(HttpStatusCode.BadRequest, "invalid_request").Faults[field]);
    }

    private static object Place(string id, int x) => new { id, canvas_x = x, canvas_y = 1 };

    private async Task<int> X(string service) => (await _owner.Get($"/services/{service}")).Json.GetProperty("canvas_x").GetInt32();

    private async Task<(string Project, string Service)> Project()
    {
        var project = (await _owner.Post("/projects", new { name = "Shop" })).Field("id");
        return (project, (await _owner.Post($"/projects/{project}/services", new { name = "web" })).Field("id"));
    }
}
