using ClickDeploy.Storage.Sqlite;

namespace ClickDeploy.Storage;

/// <summary>A row with the place where it is.</summary>
public sealed record StoredRow(string Table, string Partition, string Key, RowData Data)
{
    /// <summary>The properties as bytes, the same from every provider. Final format.</summary>
    public byte[] DataBytes() => RowCodec.Encode(Data);

    /// <summary>What <see cref="DataBytes"/> gave.</summary>
    /// <exception cref="InvalidDataException">They are of a newer release.</exception>
    public static RowData FromBytes(ReadOnlySpan<byte> data) => RowCodec.Decode(data);
}
