using System.Diagnostics;
using System.Globalization;

namespace ClickDeploy.Tests.Platform;

/// <summary>A file system of 96 MiB over a prepared platform's data folder: ext4 on a file, or in memory where there is no loop device. Made before the platform runs.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const int Bytes = 96 << 20;

    private readonly PlatformProcess _platform;
    private readonly string _image = Path.Combine(Directory.CreateTempSubdirectory("disk-").FullName, "image");

    public SmallDisk(PlatformProcess platform)
    {
        _platform = platform;
        using (var image = File.Create(_image))
        {
            image.SetLength(Bytes);
        }

        var size = Bytes.ToString(CultureInfo.InvariantCulture);
        var refused = Run("mkfs.ext4", "-q", "-m", "0", _image) ?? Run("mount", "-o", "loop", _image, Folder);
        if (refused is not null && Run("mount", "-t", "tmpfs", "-o", $"size={size},mode=700", "tmpfs", Folder) is { } refusedToo)
        {
            Directory.Delete(Path.GetDirectoryName(_image)!, recursive: true);
            Assert.Fail($"This test needs a small file system, which only root can mount: run the tests as root. A loop device: {refused} Memory: {refusedToo}");
        }
    }

    private string Folder => _platform.DataDirectory;

    private string Filler => Path.Combine(Folder, "filler");

    /// <summary>Takes what is free but so many bytes; what was taken before stays.</summary>
    public void Fill(long leave)
    {
        var chunk = new byte[1 << 20];
        using var filler = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        for (var size = chunk.Length; size >= 1024;)
        {
            if (new DriveInfo(Folder).AvailableFreeSpace - size < leave || !Wrote(filler, chunk.AsSpan(0, size)))
                size /= 2;
        }

        try
        {
            filler.Flush(flushToDisk: true);
        }
        catch (IOException) when (leave == 0)
        {
            // It is full, which was wanted.
        }
    }

    public void MakeRoom() => File.Delete(Filler);

    public async ValueTask DisposeAsync()
    {
        await _platform.Kill();
        await _platform.Data.EndWorkloads();
        // Lazily: Caddy may look at its routes just now.
        Assert.Null(Run("umount", "-l", Folder));
        Directory.Delete(Path.GetDirectoryName(_image)!, recursive: true);
    }

    private static bool Wrote(FileStream filler, ReadOnlySpan<byte> bytes)
    {
        try
        {
            filler.Write(bytes);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    // What it says when it fails.
    private static string? Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"{program}: {said.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return $"{program}: {missing.Message}";
        }
    }
}
