using System.Runtime.InteropServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ClickDeploy.Targets.Local;

public static class LocalShutdown
{
    /// <summary>
    /// Runs the host until it is told to stop. Told by SIGINT (Ctrl-C), it ends the workloads too, which start again next time, because they stay desired;
    /// told by SIGTERM it leaves them running, so that an upgrade of the platform interrupts nothing.
    /// </summary>
    public static async Task RunWithWorkloads(this IHost host, TimeSpan grace)
    {
        var interrupted = false;
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => interrupted = true);
        await host.StartAsync();
        await host.WaitForShutdownAsync();
        if (interrupted)
        {
            await host.Services.GetRequiredService<LocalWorkloads>().StopAll(grace);
        }

        await (host is IAsyncDisposable disposable ? disposable.DisposeAsync() : DisposeNow(host));
    }

    private static ValueTask DisposeNow(IHost host)
    {
        host.Dispose();
        return ValueTask.CompletedTask;
    }
}
