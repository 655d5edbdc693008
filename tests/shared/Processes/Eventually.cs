namespace ClickDeploy.Tests.Shared.Processes;

/// <summary>Waits for something that real processes do, by asking for it; the deadline is for a loaded machine.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public static Task IsTrue(Func<bool> condition, string what) => Is(() => Task.FromResult(condition()), seen => seen, what);

    public static async Task<T> Is<T>(Func<Task<T>> look, Func<T, bool> isRight, string what)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (isRight(seen))
                return seen;
            if (TimeProvider.System.GetElapsedTime(began) > Deadline)
                throw new TimeoutException($"{what} did not come true within {Deadline.TotalSeconds} s; last seen: {seen}");
            await Task.Delay(20);
        }
    }
}
