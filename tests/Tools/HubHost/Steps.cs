using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace ClickDeploy.HubHost;

/// <summary>Its effect on the world is a line: the call (instance and place), and a token that no other run has. The token names the process.</summary>
public sealed class Steps(IConfiguration configuration)
{
    private static readonly Lock Gate = new();

    [Function("Step")]
    public async Task<string> Run([ActivityTrigger] string call, CancellationToken cancellation)
    {
        // Long enough that some run whenever the process is frozen.
        await Task.Delay(Random.Shared.Next(60), cancellation);
        var token = $"{configuration["PROCESS"]}:{Guid.NewGuid():N}";
        lock (Gate)
        {
            File.AppendAllText(configuration["EFFECTS"]!, $"{call}|{token}\n");
        }

        return token;
    }
}
