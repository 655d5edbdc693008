using ClickDeploy.Core;
using ClickDeploy.Storage;

namespace ClickDeploy.Tests.Shared.Core;

public sealed class RowCacheTests
{
    private readonly RowCache<Thing> _cache = new();

    [Fact]
    public void Read_TheSameVersion_IsParsedOnce() => Assert.Same(_cache.Read(Row("a", "1", "one")), _cache.Read(Row("a", "1", "one")));

    [Fact]
    public void Read_AnotherVersionOrPlace_IsWhatItHolds()
    {
        Assert.Equal("one", _cache.Read(Row("a", "1", "one")).Name);
        Assert.Equal("two", _cache.Read(Row("a", "2", "two")).Name);
        Assert.Equal("three", _cache.Read(Row("b", "2", "three")).Name);
        Assert.Equal("two", _cache.Read(Row("a", "2", "two")).Name);
    }

    [Fact]
    public void Read_OfMoreThanAreKept_IsRightAllTheSame()
    {
        for (var n = 0; n < 5_000; n++)
        {
            Assert.Equal($"{n}", _cache.Read(Row($"{n}", "1", $"{n}")).Name);
        }
    }

    private static Row Row(string key, string etag, string name) => new("p", key, etag, JsonRow.Of(new Thing(name)));

    private sealed record Thing(string Name);
}
