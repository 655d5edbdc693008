using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Functions.Auth;

/// <summary>The secret of this installation that signs tokens and cursors: made at the first start, never a default.</summary>
public sealed class SigningKeys
{
    private const int Length = 32;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly byte[] _secret;

    public SigningKeys(IOptions<AppOptions> options)
    {
        var folder = Directory.CreateDirectory(Path.Combine(options.Value.DataDirectory, "keys"), OwnerOnly | UnixFileMode.UserExecute).FullName;
        var path = Path.Combine(folder, "signing.key");
        if (!File.Exists(path))
        {
            Make(path);
        }

        _secret = File.ReadAllBytes(path);
        if (_secret.Length != Length)
        {
            throw new OptionsValidationException(nameof(AppOptions), typeof(AppOptions), [$"{path} has {_secret.Length} bytes instead of {Length}: delete it, and everybody signs in again."]);
        }
    }

    /// <summary>Names this secret without telling it.</summary>
    public string Name => Convert.ToHexStringLower(Derive("name"))[..8];

    /// <summary>A key of its own for each purpose.</summary>
    public byte[] Derive(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, _secret, Length, info: Encoding.UTF8.GetBytes(purpose));

    // Whole or not at all: of two processes that start at once the first one's secret stays.
    private static void Make(string path)
    {
        var made = $"{path}.{Environment.ProcessId}";
        using (var file = new FileStream(made, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
        {
            file.Write(RandomNumberGenerator.GetBytes(Length));
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(made, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(made);
        }
    }
}
