using ClickDeploy.Storage;

namespace ClickDeploy.SelfHost.Durable.Rows;

/// <summary>The bytes of a step as a row: cut into properties while they fit, else the name of a blob.</summary>
internal static class StepRow
{
    public const int PropertyBytes = 64 * 1024;

    public static RowData Inline(ReadOnlySpan<byte> bytes)
    {
        var data = new RowData { ["length"] = bytes.Length };
        for (var i = 0; i * PropertyBytes < bytes.Length; i++)
        {
            data[$"d{i}"] = bytes.Slice(i * PropertyBytes, Math.Min(PropertyBytes, bytes.Length - (i * PropertyBytes))).ToArray();
        }

        return data;
    }

    public static RowData InBlob(string blob, int length) => new() { ["length"] = length, ["blob"] = blob };

    public static string? Blob(RowData data) => data.Text("blob");

    public static byte[] Bytes(RowData data)
    {
        var bytes = new byte[data.Int32("length")!.Value];
        for (var i = 0; i * PropertyBytes < bytes.Length; i++)
        {
            data.Bytes($"d{i}")!.CopyTo(bytes, i * PropertyBytes);
        }

        return bytes;
    }
}
