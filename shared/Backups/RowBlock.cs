using System.Buffers.Binary;
using System.Text;
using ClickDeploy.Storage;

namespace ClickDeploy.Backups;

/// <summary>Rows as bytes: table, partition, key and data of each, every one behind its length (4 bytes, little endian). Final format.</summary>
internal static class RowBlock
{
    /// <summary>A block is closed when it has grown to this.</summary>
    public const int Full = 1024 * 1024;

    /// <summary>A block and one more row of the largest kind.</summary>
    public const int Most = 8 * Full;

    public static void Add(MemoryStream block, StoredRow row)
    {
        Put(block, Encoding.UTF8.GetBytes(row.Table));
        Put(block, Encoding.UTF8.GetBytes(row.Partition));
        Put(block, Encoding.UTF8.GetBytes(row.Key));
        Put(block, row.DataBytes());
    }

    public static IEnumerable<StoredRow> Read(ReadOnlyMemory<byte> block)
    {
        while (!block.IsEmpty)
        {
            var (table, partition, key) = (Text(ref block), Text(ref block), Text(ref block));
            yield return new(table, partition, key, StoredRow.FromBytes(Take(ref block).Span));
        }
    }

    private static void Put(MemoryStream block, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        block.Write(length);
        block.Write(bytes);
    }

    private static string Text(ref ReadOnlyMemory<byte> block) => Encoding.UTF8.GetString(Take(ref block).Span);

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> block)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(block.Span);
        var taken = block.Slice(sizeof(int), length);
        block = block[(sizeof(int) + length)..];
        return taken;
    }
}
