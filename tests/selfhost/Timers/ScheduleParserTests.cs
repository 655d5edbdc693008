using ClickDeploy.SelfHost.Timers;
using Microsoft.Extensions.Configuration;

namespace ClickDeploy.Tests.SelfHost.Timers;

public sealed class ScheduleParserTests
{
    private static readonly DateTime Monday = new(2026, 3, 2, 10, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData("0 */5 * * * *", "2026-03-02 10:05:00")]
    [InlineData("30 0 0 * * *", "2026-03-03 00:00:30")]
    [InlineData("0 30 9 * * Mon-Fri", "2026-03-03 09:30:00")]
    [InlineData("0 0 5 31 12 *", "2026-12-31 05:00:00")]
    [InlineData("0 0 0 29 2 *", "2028-02-29 00:00:00")]
    [InlineData("*/5 * * * *", "2026-03-02 10:05:00")]
    [InlineData("*/15 * * * * *", "2026-03-02 10:00:15")]
    [InlineData("00:07:00", "2026-03-02 10:07:00")]
    [InlineData("1.00:00:00", "2026-03-03 10:00:00")]
    public void Schedule_OfEachForm_ComesDue(string text, string next)
    {
        var schedule = ScheduleParser.Parse(text, out var problem);
        Assert.Null(problem);
        Assert.Equal(next, $"{schedule!.Next(Monday):yyyy-MM-dd HH:mm:ss}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("every day")]
    [InlineData("0 0 * *")]
    [InlineData("0 61 * * * *")]
    [InlineData("0 * * * * * *")]
    [InlineData("00:00:00")]
    [InlineData("-00:01:00")]
    [InlineData("0 0 0 31 2 *")]
    public void Schedule_ThatCannotBe_IsExplained(string text)
    {
        Assert.Null(ScheduleParser.Parse(text, out var problem));
        Assert.Contains($"'{text}'", problem);
    }

    [Theory]
    [InlineData("0 * * * * *", true)]
    [InlineData("0,30 * * * * *", false)]
    [InlineData("00:00:59", false)]
    [InlineData("00:01:00", true)]
    public void Schedule_AMinuteApart_IsMonitored(string text, bool monitored) =>
        Assert.Equal(monitored, ScheduleParser.IsMonitored(ScheduleParser.Parse(text, out _)!));

    [Fact]
    public void Setting_InPercentSigns_IsPutIn()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("SWEEP", (string?)"0 0 3 * * *"), KeyValuePair.Create("Minute", (string?)"7")]).Build();
        Assert.Equal("0 0 3 * * *", ScheduleParser.Resolve("%SWEEP%", settings, out _));
        Assert.Equal("0 7 * * * *", ScheduleParser.Resolve("0 %Minute% * * * *", settings, out _));
        Assert.Null(ScheduleParser.Resolve("%ABSENT%", settings, out var problem));
        Assert.Contains("ABSENT", problem);
    }
}
