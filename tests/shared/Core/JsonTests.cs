using System.Text.Json;
using ClickDeploy.Core;

namespace ClickDeploy.Tests.Shared.Core;

public sealed class JsonTests
{
    private enum Colour
    {
        DarkRed,
    }

    [Fact]
    public void Write_UsesSnakeCaseWordsAndUtc()
    {
        var time = new DateTimeOffset(2026, 11, 21, 16, 0, 0, TimeSpan.FromHours(2)).AddTicks(1_230_000);

        var json = JsonSerializer.Serialize(new { OrgName = new OrgId("ä/b"), Id = new ServiceId(Guid.Empty), FirstColour = Colour.DarkRed, CreatedAt = time }, Json.Options);

        Assert.Equal("""{"org_name":"ä/b","id":"00000000-0000-0000-0000-000000000000","first_colour":"dark_red","created_at":"2026-11-21T14:00:00.123Z"}""", json);
    }

    [Fact]
    public void Times_KeepEveryTick()
    {
        var time = new DateTimeOffset(2026, 11, 21, 14, 0, 0, TimeSpan.Zero).AddTicks(1);

        Assert.Equal(time, JsonSerializer.Deserialize<DateTimeOffset>(JsonSerializer.Serialize(time, Json.Options), Json.Options));
    }

    [Fact]
    public void Enums_AsNumbers_AreRefused() => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Colour>("0", Json.Options));
}
