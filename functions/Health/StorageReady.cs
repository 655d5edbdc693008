using ClickDeploy.Storage;

namespace ClickDeploy.Functions.Health;

internal sealed class StorageReady(IStorage storage) : IReadyCheck
{
    public string Name => "storage";

    public async Task<Readiness> Check(CancellationToken cancellation)
    {
        try
        {
            await storage.Probe(cancellation);
            return Readiness.Fine;
        }
        catch (StorageUnavailableException exception)
        {
            return new(false, exception.Message, "Look whether DATABASE_URL or AzureWebJobsStorage names a store that runs, and whether its disk has room.");
        }
    }
}
