using ClickDeploy.Core;

namespace ClickDeploy.Secrets;

/// <summary>With what the platform encrypts what users entrust to it.</summary>
public sealed class SecretOptions
{
    /// <summary>DATA_DIR: without ENCRYPTION_KEY the key is in <c>keys/encryption.key</c> of it.</summary>
    public string DataDirectory { get; set; } = "";

    /// <summary>ENCRYPTION_KEY: 32 bytes, as they are, in hexadecimal or in base64. Not set: a key is made at the first start.</summary>
    public Sensitive<string>? Key { get; set; }

    /// <summary>ENCRYPTION_KEY_PREVIOUS: keys that still open what they sealed, separated by commas (so in hexadecimal or base64). New secrets are sealed with the present one.</summary>
    public Sensitive<string>? Previous { get; set; }
}
