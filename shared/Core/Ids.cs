namespace ClickDeploy.Core;

// Ids are types, so that the compiler catches swaps (STYLE 11). On the wire and in storage: lower-case UUID strings ("D").
public readonly record struct ProjectId(Guid Value)
{
    public override string ToString() => Value.ToString("D");
}

public readonly record struct ServiceId(Guid Value)
{
    public override string ToString() => Value.ToString("D");
}

public readonly record struct DeploymentId(Guid Value)
{
    public override string ToString() => Value.ToString("D");
}

/// <summary>A running copy of a service. Every deployment starts new ones.</summary>
public readonly record struct InstanceId(Guid Value)
{
    public override string ToString() => Value.ToString("D");
}

/// <summary>A personal token of a user.</summary>
public readonly record struct TokenId(Guid Value)
{
    public override string ToString() => Value.ToString("D");
}

/// <summary>The organisation: the token's <c>owner</c> claim. 1–100 characters, kept as it came; storage percent-encodes it (<see cref="Key"/>).</summary>
public readonly record struct OrgId(string Value)
{
    /// <summary>The name as a partition key: percent-encoded, so that no character of it is special to a provider.</summary>
    public string Key => Uri.EscapeDataString(Value).Replace('%', '=');

    /// <summary>The organisation of a <see cref="Key"/>.</summary>
    public static OrgId OfKey(string key) => new(Uri.UnescapeDataString(key.Replace('=', '%')));

    public override string ToString() => Value;
}
