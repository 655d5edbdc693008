namespace ClickDeploy.Secrets;

/// <summary>The key that seals, and those that still open.</summary>
internal sealed class KeyRing(EncryptionKey current, IEnumerable<EncryptionKey> previous)
{
    private readonly Dictionary<string, EncryptionKey> _keys = previous.Append(current).GroupBy(key => key.Name).ToDictionary(same => same.Key, same => same.Last());

    public EncryptionKey Current => current;

    /// <summary>Of this installation for ever.</summary>
    public byte[] DigestKey { get; set; } = [];

    public bool Has(string name) => _keys.ContainsKey(name);

    public EncryptionKey? Find(ReadOnlySpan<byte> id) => _keys.GetValueOrDefault(Convert.ToHexStringLower(id));
}
