using System.Security.Cryptography;

namespace ClickDeploy.Secrets;

/// <summary>The key that the platform made at its first start.</summary>
internal sealed class KeyFile(string dataDirectory)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly string _folder = System.IO.Path.Combine(dataDirectory, "keys");

    public string Path => System.IO.Path.Combine(_folder, "encryption.key");

    /// <summary>Null: there is none.</summary>
    public EncryptionKey? Read()
    {
        if (!File.Exists(Path))
        {
            return null;
        }

        var bytes = File.ReadAllBytes(Path);
        return bytes.Length == EncryptionKey.Length
            ? new(bytes)
            : throw KeyRules.Refuse($"{Path} has {bytes.Length} bytes instead of {EncryptionKey.Length}: put it back from a backup, or set ENCRYPTION_KEY to the key that it held.");
    }

    /// <summary>Whole or not at all: of two processes that start at once the first one's key stays.</summary>
    public EncryptionKey Make()
    {
        Directory.CreateDirectory(_folder, OwnerOnly | UnixFileMode.UserExecute);
        var made = $"{Path}.{Environment.ProcessId}";
        using (var file = new FileStream(made, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            file.Write(RandomNumberGenerator.GetBytes(EncryptionKey.Length));
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(made, Path, overwrite: false);
        }
        catch (IOException) when (File.Exists(Path))
        {
            File.Delete(made);
        }

        return Read()!;
    }
}
