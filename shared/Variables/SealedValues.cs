using System.Globalization;
using System.Text;
using ClickDeploy.Storage;

namespace ClickDeploy.Variables;

/// <summary>The values of a revision as one text of bytes, and that, sealed, as a row: a property holds 64 KiB.</summary>
internal static class SealedValues
{
    private const int PartLength = 64 * 1024;

    public static byte[] Pack(IReadOnlyCollection<Variable> variables)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes, new UTF8Encoding(false, throwOnInvalidBytes: true));
        writer.Write(variables.Count);
        foreach (var variable in variables)
        {
            writer.Write(variable.Key);
            writer.Write(variable.Value.Reveal());
        }

        return bytes.ToArray();
    }

    public static IReadOnlyDictionary<string, string> Unpack(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            values.Add(reader.ReadString(), reader.ReadString());
        }

        return values;
    }

    public static RowData Row(byte[] box)
    {
        var data = new RowData { ["schema"] = 1 };
        foreach (var (index, part) in box.Chunk(PartLength).Index())
        {
            data[Part(index)] = part;
        }

        return data;
    }

    public static byte[] Of(Row row)
    {
        using var box = new MemoryStream();
        for (var index = 0; row.Data.Bytes(Part(index)) is { } part; index++)
        {
            box.Write(part);
        }

        return box.ToArray();
    }

    private static string Part(int index) => string.Create(CultureInfo.InvariantCulture, $"sealed{index}");
}
