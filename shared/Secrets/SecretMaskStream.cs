namespace ClickDeploy.Secrets;

/// <summary>Hides secrets in output that comes in pieces: holds back what could be the beginning of one. Not for several threads.</summary>
public sealed class SecretMaskStream(SecretMask mask)
{
    private const int MostHeld = 256 << 10;
    private byte[] _held = [];

    /// <summary>What may be shown now.</summary>
    public byte[] Write(ReadOnlySpan<byte> piece)
    {
        byte[] bytes = [.. _held, .. piece];
        var settled = mask.Settled(bytes);
        // One secret behind the other, each overlapping the next: it ends somewhere, but memory does too.
        var tooMuch = bytes.Length - settled > Math.Max(MostHeld, 2 * mask.Longest);
        _held = tooMuch ? [] : bytes[settled..];
        return tooMuch ? mask.Bytes(bytes, cutOff: true) : mask.Bytes(bytes.AsSpan(0, settled));
    }

    /// <summary>The rest, when nothing more comes.</summary>
    public byte[] End()
    {
        var rest = mask.Bytes(_held);
        _held = [];
        return rest;
    }
}
