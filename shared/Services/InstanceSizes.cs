namespace ClickDeploy.Services;

/// <summary>What an instance of a size may use (specification 13.2).</summary>
public static class InstanceSizes
{
    private const long MiB = 1L << 20;

    public static int Cpus(this InstanceSize size) => size switch
    {
        InstanceSize.Small => 1,
        InstanceSize.Medium => 2,
        InstanceSize.Large => 4,
        InstanceSize.Xlarge => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(size), size, "No such size."),
    };

    public static long MemoryBytes(this InstanceSize size) => size switch
    {
        InstanceSize.Small => 512 * MiB,
        InstanceSize.Medium => 2_048 * MiB,
        InstanceSize.Large => 4_096 * MiB,
        InstanceSize.Xlarge => 8_192 * MiB,
        _ => throw new ArgumentOutOfRangeException(nameof(size), size, "No such size."),
    };
}
