using System.Text;
using ClickDeploy.Core;

namespace ClickDeploy.Secrets;

/// <summary>
/// Hides known secrets in what programs write: each, as it is and as it is usually encoded (<see cref="SecretForms"/>), becomes <c>****</c>. Pure, and safe
/// for several threads. Secrets of fewer than <see cref="Shortest"/> bytes are not hidden: they are found in every other word.
/// </summary>
public sealed class SecretMask
{
    /// <summary>In bytes of UTF-8.</summary>
    public const int Shortest = 4;

    private static readonly byte[] Hidden = [.. "****"u8];

    // By their first four bytes, each list the longest first.
    private readonly Dictionary<uint, byte[][]> _forms;

    // The first one, two and three bytes of each, as Head tells them.
    private readonly HashSet<uint> _heads = [];
    private readonly bool[] _firstBytes = new bool[256];

    private SecretMask(IEnumerable<byte[]> forms)
    {
        _forms = forms.GroupBy(form => Head(form, Shortest)).ToDictionary(same => same.Key, same => same.OrderByDescending(form => form.Length).ToArray());
        foreach (var form in _forms.Values.Select(same => same[0]))
        {
            _firstBytes[form[0]] = true;
            _heads.UnionWith([Head(form, 1), Head(form, 2), Head(form, 3)]);
        }

        Longest = _forms.Values.Select(same => same[0].Length).DefaultIfEmpty(0).Max();
    }

    /// <summary>Hides nothing.</summary>
    public static SecretMask None { get; } = new([]);

    /// <summary>The longest form that is looked for, in bytes; 0: there is none.</summary>
    public int Longest { get; }

    public static SecretMask Of(IEnumerable<Sensitive<string>> secrets)
    {
        var forms = secrets.SelectMany(secret => SecretForms.Of(secret.Reveal())).Distinct(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes).ToList();
        return forms.Count == 0 ? None : new(forms);
    }

    /// <summary>The text with all secrets hidden. <paramref name="cutOff"/>: it was cut at its end, so that the beginning of a secret which ends it is hidden too.</summary>
    public string Text(string text, bool cutOff = false)
    {
        if (Longest == 0)
        {
            return text;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        return Find(bytes, cutOff) is { Count: > 0 } found ? Encoding.UTF8.GetString(Hide(bytes, found)) : text;
    }

    /// <summary>As <see cref="Text"/>, for output that need not be UTF-8.</summary>
    public byte[] Bytes(ReadOnlySpan<byte> bytes, bool cutOff = false) => Hide(bytes, Find(bytes, cutOff));

    /// <summary>
    /// How many of the first bytes may be hidden and shown without what follows: no secret begins in them and goes on, or could go on, behind them. A reader that
    /// goes on there later sees every secret whole, however it was written. 0 with more than <see cref="Longest"/> bytes at hand: take them all.
    /// </summary>
    public int Settled(ReadOnlySpan<byte> bytes)
    {
        var (found, open) = Scan(bytes);
        return found.FirstOrDefault(range => range.Start < open && open < range.End) is { End: > 0 } across ? across.Start : open;
    }

    /// <summary>For output that comes in pieces; what is hidden may be split between them anywhere.</summary>
    public SecretMaskStream Stream() => new(this);

    private List<(int Start, int End)> Find(ReadOnlySpan<byte> bytes, bool cutOff)
    {
        var (found, open) = Scan(bytes);
        if (cutOff && bytes.Length - open >= Shortest)
        {
            found.RemoveAll(range => range.Start >= open);
            Add(found, open, bytes.Length);
        }

        return found;
    }

    // Where secrets are, overlapping ones as one; and where something begins that the end of the bytes leaves open.
    private (List<(int Start, int End)> Found, int Open) Scan(ReadOnlySpan<byte> bytes)
    {
        var found = new List<(int Start, int End)>();
        var open = bytes.Length;
        for (var at = 0; at < bytes.Length && Longest > 0; at++)
        {
            if (!_firstBytes[bytes[at]])
            {
                continue;
            }

            var (length, mayGoOn) = Look(bytes[at..]);
            if (mayGoOn)
            {
                open = Math.Min(open, at);
            }

            if (length > 0)
            {
                Add(found, at, at + length);
            }
        }

        return (found, open);
    }

    // How long the secret is that begins here (0: none does), and whether a longer one might, were there more bytes.
    private (int Length, bool MayGoOn) Look(ReadOnlySpan<byte> rest)
    {
        if (rest.Length < Shortest)
        {
            return (0, _heads.Contains(Head(rest, rest.Length)));
        }

        var mayGoOn = false;
        foreach (var form in _forms.GetValueOrDefault(Head(rest, Shortest)) ?? [])
        {
            if (form.Length > rest.Length)
            {
                mayGoOn = mayGoOn || form.AsSpan().StartsWith(rest);
            }
            else if (rest.StartsWith(form))
            {
                return (form.Length, mayGoOn);
            }
        }

        return (0, mayGoOn);
    }

    private static void Add(List<(int Start, int End)> found, int start, int end)
    {
        if (found.Count > 0 && start < found[^1].End)
        {
            found[^1] = (Math.Min(found[^1].Start, start), Math.Max(found[^1].End, end));
        }
        else
        {
            found.Add((start, end));
        }
    }

    private static byte[] Hide(ReadOnlySpan<byte> bytes, List<(int Start, int End)> found)
    {
        if (found.Count == 0)
        {
            return bytes.ToArray();
        }

        using var shown = new MemoryStream(bytes.Length);
        var at = 0;
        foreach (var (start, end) in found)
        {
            shown.Write(bytes[at..start]);
            shown.Write(Hidden);
            at = end;
        }

        shown.Write(bytes[at..]);
        return shown.ToArray();
    }

    // The first bytes as a number that says how many they are.
    private static uint Head(ReadOnlySpan<byte> bytes, int count) => count switch
    {
        1 => bytes[0],
        2 => 0x1_0000u | (uint)(bytes[0] << 8) | bytes[1],
        3 => 0x100_0000u | (uint)(bytes[0] << 16) | (uint)(bytes[1] << 8) | bytes[2],
        _ => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes),
    };
}
