using System.Collections.Concurrent;
using System.Security.Cryptography;
using ClickDeploy.Core;
using ClickDeploy.Storage;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Secrets;

/// <summary>The keys of this installation. A key that has sealed something is written down by its name, so that a start without it is refused instead of losing secrets.</summary>
public sealed class EncryptionKeys(IStorage storage, IOptions<SecretOptions> options)
{
    private const string Partition = "used";
    private const string OrgsPartition = "orgs";

    // No organisation's name is empty.
    private static readonly OrgId Nobody = new("");
    private readonly SemaphoreSlim _one = new(1);
    // Of the installation, not of an organisation: it stays when everything that users made is gone.
    private readonly ITable _table = storage.Table("clickdeploykeys");
    private readonly ConcurrentDictionary<OrgId, bool> _orgs = new();
    private KeyRing? _ring;

    /// <summary>The name of the present key while something may be sealed with another one; null: nothing is.</summary>
    public async Task<string?> Replaced(CancellationToken cancellation = default)
    {
        var current = (await Ring(cancellation)).Current.Name;
        return (await Used(cancellation)).Any(name => name != current) ? current : null;
    }

    /// <summary>Those that something was sealed for, since this is written down.</summary>
    public async Task<IReadOnlyList<OrgId>> Orgs(CancellationToken cancellation = default) =>
        await _table.Query(OrgsPartition, KeyRange.All, cancellation).Select(row => new OrgId(row.Data.Text("org")!)).ToListAsync(cancellation);

    /// <summary>Forgets all keys but the present one: nothing is sealed with them any more, and a start without them is no fault. False: the present one is not <paramref name="current"/>.</summary>
    public async Task<bool> Retire(string current, CancellationToken cancellation = default)
    {
        var ring = await Ring(cancellation);
        if (ring.Current.Name != current)
        {
            return false;
        }

        await ResealDigestKey(ring, cancellation);
        foreach (var name in (await Used(cancellation)).Where(name => name != current))
        {
            await _table.Commit(Partition, [new RowChange.Delete(name)], cancellation);
        }

        return true;
    }

    /// <summary>Before something is sealed for an organisation: whoever seals all anew finds it.</summary>
    internal async ValueTask Know(OrgId org, CancellationToken cancellation)
    {
        if (!_orgs.ContainsKey(org))
        {
            await _table.Commit(OrgsPartition, [new RowChange.Upsert(org.Key, new() { ["org"] = org.Value })], cancellation);
            _orgs[org] = true;
        }
    }

    /// <exception cref="OptionsValidationException">The keys that there are do not fit the data; the sentence says what to do.</exception>
    internal async ValueTask<KeyRing> Ring(CancellationToken cancellation = default)
    {
        if (_ring is not null)
        {
            return _ring;
        }

        await _one.WaitAsync(cancellation);
        try
        {
            return _ring ??= await Open(cancellation);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<KeyRing> Open(CancellationToken cancellation)
    {
        var used = await Used(cancellation);
        var file = new KeyFile(options.Value.DataDirectory);
        var given = options.Value.Key is { } key ? KeyRules.One("ENCRYPTION_KEY", key.Reveal()) : null;
        var kept = file.Read();
        if (given is null && kept is null && used.Count > 0)
        {
            throw KeyRules.Refuse($"{file.Path} is not there, and the data is encrypted with it (key {string.Join(", ", used)}): put the file back from a backup, or set ENCRYPTION_KEY to that key.");
        }

        var current = given ?? kept ?? file.Make();
        var ring = new KeyRing(current, [.. KeyRules.Many("ENCRYPTION_KEY_PREVIOUS", options.Value.Previous?.Reveal()), .. kept is null ? [] : (EncryptionKey[])[kept]]);
        if (used.Where(name => !ring.Has(name)).ToList() is { Count: > 0 } missing)
        {
            throw KeyRules.Refuse($"ENCRYPTION_KEY is the key {current.Name}, and data is encrypted with {string.Join(", ", missing)}: set ENCRYPTION_KEY to the key of before, or name that one in ENCRYPTION_KEY_PREVIOUS too.");
        }

        if (!used.Contains(current.Name))
        {
            // Before anything is sealed with it.
            await _table.Commit(Partition, [new RowChange.Upsert(current.Name, [])], cancellation);
        }

        ring.DigestKey = await DigestKey(ring, cancellation);
        return ring;
    }

    private async Task<HashSet<string>> Used(CancellationToken cancellation)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in _table.Query(Partition, KeyRange.All, cancellation))
        {
            used.Add(row.Key);
        }

        return used;
    }

    private async Task ResealDigestKey(KeyRing ring, CancellationToken cancellation)
    {
        // A conflict: another process has just done it.
        if (await _table.Get("digests", "key", cancellation) is { } row && SecretBox.Reseal(ring, Nobody, "digests", row.Data.Bytes("sealed")) is { } anew)
        {
            await _table.Commit("digests", [new RowChange.Replace("key", new() { ["sealed"] = anew }, row.ETag)], cancellation);
        }
    }

    // Random and kept sealed, so that digests stay comparable when the encryption key is replaced.
    private async Task<byte[]> DigestKey(KeyRing ring, CancellationToken cancellation)
    {
        for (var tries = new Tries("The key of digests"); ; tries.Again())
        {
            if (await _table.Get("digests", "key", cancellation) is { } row)
            {
                return SecretBox.Open(ring, Nobody, "digests", row.Data.Bytes("sealed"));
            }

            var sealedKey = SecretBox.Seal(ring.Current, Nobody, "digests", RandomNumberGenerator.GetBytes(SecretBox.NonceLength), RandomNumberGenerator.GetBytes(EncryptionKey.Length));
            await _table.Commit("digests", [new RowChange.Insert("key", new() { ["sealed"] = sealedKey })], cancellation);
        }
    }
}
