using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ClickDeploy.SelfHost.Durable.Replay;

/// <summary>Name-based ids (RFC 4122, version 5) in the namespace that Durable Functions uses.</summary>
internal static class DurableGuid
{
    private static readonly Guid Namespace = new("9e952958-5e33-4daf-827f-2fa12937b875");

    public static Guid New(string instance, DateTime now, int n) => FromName(string.Create(CultureInfo.InvariantCulture, $"{instance}_{now:o}_{n}"));

    /// <summary>The execution of a child: the same at each delivery of its start.</summary>
    public static string ChildExecution(string parentExecution, int taskId) => FromName(string.Create(CultureInfo.InvariantCulture, $"{parentExecution}:{taskId}")).ToString("N");

    private static Guid FromName(string name)
    {
        var length = Encoding.UTF8.GetByteCount(name);
        Span<byte> bytes = new byte[16 + length];
        Namespace.TryWriteBytes(bytes, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(name, bytes[16..]);
        // SHA-1 is what version 5 is made of; nothing depends on its strength.
        var hash = SHA1.HashData(bytes).AsSpan(0, 16);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true);
    }
}
