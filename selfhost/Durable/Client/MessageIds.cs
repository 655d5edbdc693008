using System.Globalization;

namespace ClickDeploy.SelfHost.Durable.Client;

/// <summary>Ids of messages: those that one process makes sort in the order in which they were made.</summary>
internal static class MessageIds
{
    private static long _last;

    public static string New(TimeProvider clock)
    {
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var ticks = Math.Max(clock.GetUtcNow().UtcTicks, last + 1);
            if (Interlocked.CompareExchange(ref _last, ticks, last) == last)
            {
                return ticks.ToString("D19", CultureInfo.InvariantCulture) + "-" + Guid.NewGuid().ToString("N");
            }
        }
    }
}
