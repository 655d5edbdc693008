using System.Globalization;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Functions.Development;

/// <summary>
/// Counts borders: the moments just before and just after an effect that outlives this process. At the one that was asked for the process is
/// killed; a graceful stop writes how many there were to <c>run/borders</c> in the data folder.
/// </summary>
internal sealed class Borders(IOptions<CrashOptions> options, Action<string> kill) : IDisposable
{
    private readonly CrashOptions _options = options.Value;
    private readonly HashSet<string> _deployments = [];
    private readonly Lock _gate = new();
    private int _count;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    /// <summary>A partition is about to be written. One that is called by a bare id is an orchestration's, and of these only deployments are called so.</summary>
    public void SawPartition(string partition)
    {
        if (Guid.TryParseExact(partition, "D", out _))
        {
            lock (_gate)
            {
                _deployments.Add(partition);
            }
        }
    }

    public async Task<T> Around<T>(string effect, Func<Task<T>> run)
    {
        Pass("before", effect);
        var result = await run();
        Pass("after", effect);
        return result;
    }

    public Task Around(string effect, Func<Task> run) => Around(effect, async () =>
    {
        await run();
        return true;
    });

    public void Dispose()
    {
        var folder = Path.Combine(_options.DataDirectory, "run");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "borders"), Count.ToString(CultureInfo.InvariantCulture));
    }

    private void Pass(string side, string effect)
    {
        // Within the lock, so that nobody passes another border while this one kills.
        lock (_gate)
        {
            if (_deployments.Count >= _options.Deployment && ++_count == _options.Border)
            {
                kill($"Border {_count}, {side} {effect}: killed by CRASH_AT.");
            }
        }
    }
}
