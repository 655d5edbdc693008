using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Functions.Development;

/// <summary>
/// Counts borders: the moments just before and just after an effect that outlives this process. At the one that was asked for the process is
/// killed; a graceful stop writes how many there were to <c>run/borders</c> in the data folder.
/// </summary>
internal sealed partial class Borders(IOptions<CrashOptions> options, Action<string> kill) : IDisposable
{
    private readonly CrashOptions _options = options.Value;
    private readonly HashSet<string> _operations = [];
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

    /// <summary>A partition is about to be written. An operation has one of its own, named by an id alone (a deployment) or with a word before it (a deletion) and a number behind it (a stop).</summary>
    public void SawPartition(string partition)
    {
        if (OperationName().IsMatch(partition))
        {
            lock (_gate)
            {
                _operations.Add(partition);
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
            if (_operations.Count >= _options.Operation && ++_count == _options.Border)
            {
                kill($"Border {_count}, {side} {effect}: killed by CRASH_AT.");
            }
        }
    }

    [GeneratedRegex("^([a-z]+-)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(-[0-9]+)?$")]
    private static partial Regex OperationName();
}
