using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Clients.Caddy;

/// <summary>
/// The route table as Caddy reads it: <c>routes/{host}/</c> with exactly one empty file, named by what the host shows. Each change is one rename(2):
/// of that file within its folder, of a finished folder into the table, of a folder out of it. So the table is right between any two system calls;
/// a crash leaves at most a folder whose name begins with a dot, which no Host header reaches.
/// </summary>
internal sealed class RouteDirectory(IOptions<CaddyOptions> options) : IRoutes
{
    private readonly string _root = options.Value.RoutesDirectory;
    private readonly Lock _gate = new();

    public Task Point(string host, Route route, CancellationToken cancellation = default)
    {
        var folder = Folder(host);
        var name = RouteRules.FileName(route);
        lock (_gate)
            Point(folder, name);
        return Task.CompletedTask;
    }

    public Task Remove(string host, CancellationToken cancellation = default)
    {
        var folder = Folder(host);
        lock (_gate)
            Remove(folder);
        return Task.CompletedTask;
    }

    public Task<Route?> Find(string host, CancellationToken cancellation = default) => Task.FromResult(Read(Folder(host)));

    public Task<IReadOnlyDictionary<string, Route>> List(CancellationToken cancellation = default)
    {
        var routes = new SortedDictionary<string, Route>(StringComparer.Ordinal);
        foreach (var host in Names(_root).Where(RouteRules.IsHost))
        {
            if (Read(Path.Combine(_root, host)) is { } route)
                routes[host] = route;
        }

        return Task.FromResult<IReadOnlyDictionary<string, Route>>(routes);
    }

    public async Task Rebuild(IReadOnlyDictionary<string, Route> desired, CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(_root);
        foreach (var (host, route) in desired)
            await Point(host, route, cancellation);
        lock (_gate)
        {
            foreach (var name in Names(_root).Where(name => !desired.ContainsKey(name)))
                Remove(Path.Combine(_root, name));
        }
    }

    private string Folder(string host) => RouteRules.IsHost(host) ? Path.Combine(_root, host)
        : throw new ArgumentException($"'{host}' is no host: lower-case letters, digits, dots and hyphens.", nameof(host));

    private static Route? Read(string folder) => Names(folder).Select(RouteRules.FromFileName).FirstOrDefault(route => route is not null);

    // Another process may change the same folder (a platform that was declared dead): whoever finds its file gone looks again.
    private void Point(string folder, string name)
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var files = Names(folder);
            var there = files.Contains(name);
            if (files.Length == 0 ? Create(folder, name) : there || Rename(Path.Combine(folder, files[0]), Path.Combine(folder, name)))
            {
                // More than one is none of our doing; the first in order would win. What was not seen stays: it is somebody's newer switch.
                foreach (var other in there ? files.Where(other => other != name) : files.Skip(1))
                    File.Delete(Path.Combine(folder, other));
                return;
            }
        }

        throw new IOException($"The route folder {folder} is being changed by somebody else all the time.");
    }

    private bool Create(string folder, string name)
    {
        var draft = Path.Combine(_root, $".new-{Guid.NewGuid():N}");
        Directory.CreateDirectory(draft);
        File.Create(Path.Combine(draft, name)).Dispose();
        if (Rename(draft, folder))
            return true;
        Directory.Delete(draft, recursive: true);
        return false;
    }

    private void Remove(string folder)
    {
        var grave = Path.Combine(_root, $".gone-{Guid.NewGuid():N}");
        if (File.Exists(folder))
            File.Delete(folder);
        else if (Rename(folder, grave))
            Directory.Delete(grave, recursive: true);
    }

    private static string[] Names(string folder)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFileSystemInfos().Select(entry => entry.Name).Order(StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    // File.Move and Directory.Move look before they rename, and one of them links and unlinks: here it must be the one system call.
    private static bool Rename(string from, string to)
    {
        const int missing = 2, exists = 17, notEmpty = 39;
        if (rename(from, to) == 0)
            return true;
        var error = Marshal.GetLastPInvokeError();
        return error is missing or exists or notEmpty ? false
            : throw new IOException($"Cannot rename {from} to {to}: {Marshal.GetPInvokeErrorMessage(error)}.");
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int rename([MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);
}
