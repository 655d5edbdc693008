namespace ClickDeploy.Tests.Orchestrations.World;

/// <summary>What goes wrong in the three tests of every saga (STYLE 41).</summary>
internal static class Faults
{
    // As often as a step is tried before it is given up.
    private const int Attempts = 6;

    /// <summary>The n-th activity from now on, and whatever has its name afterwards, fails as often as a step is tried. <paramref name="twice"/>: activities that run twice.</summary>
    public static void FailAt(SagaWorld world, int n, bool afterItsEffect, IReadOnlyCollection<string> twice)
    {
        var (first, failures, failing) = (world.Calls, 0, (string?)null);
        world.Intercept(async (call, name, _, run) =>
        {
            failing ??= call - first == n ? name : null;
            if (name != failing || failures++ >= Attempts)
            {
                return twice.Contains(name) ? await Twice(run) : await run();
            }

            if (afterItsEffect)
            {
                await run();
            }

            throw new IOException("the outside is out of order");
        });
    }

    public static async Task<object?> Twice(Func<Task<object?>> run)
    {
        await run();
        return await run();
    }
}
