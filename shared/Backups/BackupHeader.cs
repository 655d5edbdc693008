using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ClickDeploy.Backups;

/// <summary>The beginning of a backup's file, in clear: how its key comes from the passphrase. Final format: the line, 4 bytes of iterations (little endian), 16 of salt.</summary>
public sealed class BackupHeader
{
    public const int ShortestPassphrase = 12;

    private const int Iterations = 600_000;
    private const int MostIterations = 10_000_000;
    private const int SaltLength = 16;

    private readonly int _iterations;
    private readonly byte[] _salt;

    private BackupHeader(int iterations, byte[] salt) => (_iterations, _salt) = (iterations, salt);

    private static ReadOnlySpan<byte> Line => "click-to-deploy backup 1\n"u8;

    /// <summary>For a new backup.</summary>
    public static BackupHeader Create() => new(Iterations, RandomNumberGenerator.GetBytes(SaltLength));

    /// <exception cref="BackupException">It is no backup, or one of a newer release.</exception>
    public static async Task<BackupHeader> Read(Stream file, CancellationToken cancellation = default)
    {
        var bytes = new byte[Line.Length + sizeof(int) + SaltLength];
        var length = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        if (length < bytes.Length || !bytes.AsSpan().StartsWith(Line))
        {
            throw new BackupException(Encoding.ASCII.GetString(bytes).StartsWith("click-to-deploy backup ", StringComparison.Ordinal) && length == bytes.Length
                ? "The backup was made by a newer release: restore it with that one."
                : "The file is no backup of Click to Deploy, or its beginning is missing: take another copy of it.");
        }

        // A number that was changed must not keep us busy for hours.
        var iterations = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(Line.Length));
        return iterations is >= Iterations and <= MostIterations
            ? new(iterations, bytes[(Line.Length + sizeof(int))..])
            : throw new BackupException("The beginning of the backup is damaged: take another copy of the file.");
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[Line.Length + sizeof(int) + SaltLength];
        Line.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(Line.Length), _iterations);
        _salt.CopyTo(bytes, Line.Length + sizeof(int));
        return bytes;
    }

    /// <summary>The key of this backup (PBKDF2, HMAC-SHA-512). Takes about half a second, on purpose.</summary>
    /// <param name="secret">The passphrase in UTF-8, or the content of a key file.</param>
    public byte[] Key(ReadOnlySpan<byte> secret) => Rfc2898DeriveBytes.Pbkdf2(secret, _salt, _iterations, HashAlgorithmName.SHA512, Seal.KeyLength);
}
