namespace ClickDeploy.Services;

/// <summary>Specification 13.2.</summary>
public static class InstanceSizes
{
    public static long MemoryBytes(this InstanceSize size) => size switch
    {
        InstanceSize.Small => 512L << 20,
        InstanceSize.Medium => 2L << 30,
        InstanceSize.Large => 4L << 30,
        InstanceSize.Xlarge => 8L << 30,
        _ => throw new ArgumentOutOfRangeException(nameof(size), size, "No such size."),
    };
}
