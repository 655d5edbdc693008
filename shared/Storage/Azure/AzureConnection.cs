using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace ClickDeploy.Storage.Azure;

/// <summary>An account of Azure Storage and its key, which is never shown.</summary>
internal sealed class AzureConnection
{
    // Azurite's and the old emulator's account: public, the same everywhere.
    private const string DevelopmentAccount = "devstoreaccount1";
    private const string DevelopmentKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private const string Fix = "Copy it whole from the account's access keys, or use UseDevelopmentStorage=true for Azurite.";

    private readonly byte[] _key;

    private AzureConnection(string account, byte[] key, Uri tables, Uri blobs, Uri queues) => (Account, _key, Tables, Blobs, Queues) = (account, key, tables, blobs, queues);

    public string Account { get; }

    /// <summary>Without a slash at the end, as the others.</summary>
    public Uri Tables { get; }

    public Uri Blobs { get; }

    public Uri Queues { get; }

    public static bool TryParse(string text, [NotNullWhen(true)] out AzureConnection? connection, [NotNullWhen(false)] out string? problem)
    {
        connection = null;
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var (name, value) = part.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? (part[..at], part[(at + 1)..]) : ("", "");
            parts[name] = value;
        }

        if (parts.ContainsKey(""))
            return Fails("has a part that is not name=value.", out problem);
        if (parts.TryGetValue("UseDevelopmentStorage", out var development) && development.Equals("true", StringComparison.OrdinalIgnoreCase))
        {
            parts["AccountName"] = DevelopmentAccount;
            parts["AccountKey"] = DevelopmentKey;
            parts["BlobEndpoint"] = $"http://127.0.0.1:10000/{DevelopmentAccount}";
            parts["QueueEndpoint"] = $"http://127.0.0.1:10001/{DevelopmentAccount}";
            parts["TableEndpoint"] = $"http://127.0.0.1:10002/{DevelopmentAccount}";
        }

        if (!parts.TryGetValue("AccountName", out var account) || account.Length == 0)
            return Fails("has no AccountName.", out problem);
        if (!parts.TryGetValue("AccountKey", out var keyText) || Key(keyText) is not { Length: > 0 } key)
            return Fails("has no AccountKey in base64; shared access signatures are not supported.", out problem);
        if (Endpoint(parts, account, "table") is not { } tables || Endpoint(parts, account, "blob") is not { } blobs || Endpoint(parts, account, "queue") is not { } queues)
            return Fails("has an endpoint that is not an http or https address.", out problem);

        problem = null;
        connection = new AzureConnection(account, key, tables, blobs, queues);
        return true;
    }

    /// <summary>HMAC-SHA256 of the text with the account's key, in base64.</summary>
    public string Sign(string text) => Convert.ToBase64String(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)));

    public override string ToString() => $"{Account} ({Tables.Authority}, {Blobs.Authority})";

    private static bool Fails(string what, out string problem)
    {
        problem = $"{what} {Fix}";
        return false;
    }

    private static byte[]? Key(string text)
    {
        var key = new byte[text.Length];
        return Convert.TryFromBase64String(text, key, out var length) ? key[..length] : null;
    }

    private static Uri? Endpoint(Dictionary<string, string> parts, string account, string service)
    {
        var text = parts.GetValueOrDefault($"{service}Endpoint")
            ?? $"{parts.GetValueOrDefault("DefaultEndpointsProtocol", "https")}://{account}.{service}.{parts.GetValueOrDefault("EndpointSuffix", "core.windows.net")}";
        return Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Query.Length == 0 ? uri : null;
    }
}
