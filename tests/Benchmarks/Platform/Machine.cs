using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ClickDeploy.Benchmarks.Platform;

/// <summary>Programs and processes of this machine.</summary>
internal static class Machine
{
    // USER_HZ, which Linux fixes at 100 for what /proc shows.
    private const double TicksPerSecond = 100;

    /// <summary>The checkout that this was built from.</summary>
    public static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ClickDeploy.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"{AppContext.BaseDirectory} is not within a checkout of this project.");
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts a program whose output goes line by line to <paramref name="said"/>.</summary>
    public static Process Start(string program, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string>? environment = null, Action<string>? said = null)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} was not started.");
        process.OutputDataReceived += (_, line) => Say(line.Data);
        process.ErrorDataReceived += (_, line) => Say(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;

        void Say(string? line)
        {
            if (line is not null)
            {
                said?.Invoke(line);
            }
        }
    }

    /// <summary>Runs a program to its end, which must be a good one.</summary>
    public static async Task Run(string program, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string>? environment = null)
    {
        var output = new List<string>();
        using var process = Start(program, arguments, folder, environment, line =>
        {
            lock (output)
            {
                output.Add(line);
            }
        });
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        await process.WaitForExitAsync(patience.Token);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {string.Join('\n', output)}");
        }
    }

    /// <summary>SIGTERM, and waits for the end.</summary>
    public static async Task End(Process process)
    {
        await Run("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)], "/");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync(patience.Token);
        process.Dispose();
    }

    public static double ResidentMegabytes(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>User and system time of all its threads so far.</summary>
    public static double CpuSeconds(int pid)
    {
        // After the name, which may hold spaces: state is field 3, utime and stime are 14 and 15.
        var fields = File.ReadAllText($"/proc/{pid}/stat").Split(") ")[1].Split(' ');
        return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }
}
