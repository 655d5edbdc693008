namespace ClickDeploy.Variables;

/// <summary>Limits of a service's variables. A process gets them all at once, and the kernel takes about 2 MiB.</summary>
public sealed class VariableOptions
{
    /// <summary>MAX_VARIABLES: of a service.</summary>
    public int MaxVariables { get; set; } = 200;

    /// <summary>MAX_VARIABLES_BYTES: all keys and values of a service together. One revision is one row, which holds 1 MiB.</summary>
    public int MaxBytes { get; set; } = 512 << 10;

    /// <summary>KEPT_VARIABLE_REVISIONS: the newest revisions that stay, beside those that deployments name.</summary>
    public int KeptRevisions { get; set; } = 50;
}
