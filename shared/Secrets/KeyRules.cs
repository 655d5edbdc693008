using Microsoft.Extensions.Options;

namespace ClickDeploy.Secrets;

/// <summary>What the settings of keys may hold.</summary>
internal static class KeyRules
{
    public static EncryptionKey One(string setting, string text) =>
        EncryptionKey.Parse(text.Trim()) ?? throw Refuse($"{setting} is no key of {EncryptionKey.Length} bytes: set it to 64 hexadecimal digits (openssl rand -hex 32), or remove it and the platform makes a key of its own.");

    public static IReadOnlyList<EncryptionKey> Many(string setting, string? text) =>
        [.. (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(one => One(setting, one))];

    public static OptionsValidationException Refuse(string sentence) => new(nameof(SecretOptions), typeof(SecretOptions), [sentence]);
}
