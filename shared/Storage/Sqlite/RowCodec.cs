using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using ClickDeploy.Storage.Rules;

namespace ClickDeploy.Storage.Sqlite;

/// <summary>The properties of a row as one value of bytes. Final storage format.</summary>
/// <remarks>
/// Version byte 1, number of properties, then each: name (length, ASCII), type byte, value. Lengths and counts are LEB128; numbers are little endian.
/// Types: 1 UTF-8 text (length, bytes), 2 binary (length, bytes), 3 int (4 bytes), 4 long (8), 5 double (8), 6 false, 7 true, 8 Guid (16, as its
/// text reads), 9 time (8, UTC ticks), 10 text that is not well-formed (length in bytes, UTF-16). A new type or version keeps the old ones readable.
/// </remarks>
internal static class RowCodec
{
    private const byte Version = 1;

    private enum Kind : byte
    {
        Text = 1,
        Binary = 2,
        Int32 = 3,
        Int64 = 4,
        Double = 5,
        False = 6,
        True = 7,
        Guid = 8,
        Time = 9,
        RawText = 10,
    }

    public static byte[] Encode(RowData data)
    {
        var output = new ArrayBufferWriter<byte>(256);
        output.Write([Version]);
        Number(output, data.Values.Count(value => value is not null));
        foreach (var (name, value) in data)
        {
            if (value is null)
                continue;
            Number(output, name.Length);
            Encoding.ASCII.GetBytes(name, output);
            Value(output, value);
        }

        return output.WrittenSpan.ToArray();
    }

    public static RowData Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[0] != Version)
            throw new InvalidDataException($"A row has the format {(bytes.IsEmpty ? "none" : bytes[0])}, this release reads {Version}: start the release that wrote it, or a newer one.");
        bytes = bytes[1..];
        var data = new RowData();
        for (var count = Number(ref bytes); count > 0; count--)
        {
            var name = Encoding.ASCII.GetString(Take(ref bytes, Number(ref bytes)));
            data[name] = Value(ref bytes);
        }

        return data;
    }

    private static void Value(ArrayBufferWriter<byte> output, object value)
    {
        switch (value)
        {
            case string text when KeyRules.IsWellFormed(text):
                output.Write([(byte)Kind.Text]);
                Number(output, Encoding.UTF8.GetByteCount(text));
                Encoding.UTF8.GetBytes(text, output);
                break;
            case string text:
                output.Write([(byte)Kind.RawText]);
                Number(output, text.Length * 2);
                foreach (var c in text)
                    BinaryPrimitives.WriteUInt16LittleEndian(Claim(output, 2), c);
                break;
            case byte[] binary:
                output.Write([(byte)Kind.Binary]);
                Number(output, binary.Length);
                output.Write(binary);
                break;
            case int number:
                output.Write([(byte)Kind.Int32]);
                BinaryPrimitives.WriteInt32LittleEndian(Claim(output, 4), number);
                break;
            case long number:
                output.Write([(byte)Kind.Int64]);
                BinaryPrimitives.WriteInt64LittleEndian(Claim(output, 8), number);
                break;
            case double number:
                output.Write([(byte)Kind.Double]);
                BinaryPrimitives.WriteDoubleLittleEndian(Claim(output, 8), number);
                break;
            case bool flag:
                output.Write([(byte)(flag ? Kind.True : Kind.False)]);
                break;
            case Guid guid:
                output.Write([(byte)Kind.Guid]);
                guid.TryWriteBytes(Claim(output, 16), bigEndian: true, out _);
                break;
            case DateTimeOffset time:
                output.Write([(byte)Kind.Time]);
                BinaryPrimitives.WriteInt64LittleEndian(Claim(output, 8), time.UtcTicks);
                break;
        }
    }

    private static object Value(ref ReadOnlySpan<byte> bytes)
    {
        var kind = (Kind)Take(ref bytes, 1)[0];
        return kind switch
        {
            Kind.Text => Encoding.UTF8.GetString(Take(ref bytes, Number(ref bytes))),
            Kind.RawText => RawText(Take(ref bytes, Number(ref bytes))),
            Kind.Binary => Take(ref bytes, Number(ref bytes)).ToArray(),
            Kind.Int32 => BinaryPrimitives.ReadInt32LittleEndian(Take(ref bytes, 4)),
            Kind.Int64 => BinaryPrimitives.ReadInt64LittleEndian(Take(ref bytes, 8)),
            Kind.Double => BinaryPrimitives.ReadDoubleLittleEndian(Take(ref bytes, 8)),
            Kind.False => false,
            Kind.True => true,
            Kind.Guid => new Guid(Take(ref bytes, 16), bigEndian: true),
            Kind.Time => new DateTimeOffset(BinaryPrimitives.ReadInt64LittleEndian(Take(ref bytes, 8)), TimeSpan.Zero),
            _ => throw new InvalidDataException($"A row has a property of type {(byte)kind}, which this release does not know: start the release that wrote it, or a newer one."),
        };
    }

    private static string RawText(ReadOnlySpan<byte> bytes)
    {
        var chars = new char[bytes.Length / 2];
        for (var i = 0; i < chars.Length; i++)
            chars[i] = (char)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]);
        return new string(chars);
    }

    private static Span<byte> Claim(ArrayBufferWriter<byte> output, int length)
    {
        var span = output.GetSpan(length)[..length];
        output.Advance(length);
        return span;
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, int length)
    {
        var taken = bytes[..length];
        bytes = bytes[length..];
        return taken;
    }

    private static void Number(ArrayBufferWriter<byte> output, int number)
    {
        var rest = (uint)number;
        for (; rest >= 0x80; rest >>= 7)
            output.Write([(byte)(rest | 0x80)]);
        output.Write([(byte)rest]);
    }

    private static int Number(ref ReadOnlySpan<byte> bytes)
    {
        uint number = 0;
        for (var shift = 0; ; shift += 7)
        {
            var b = Take(ref bytes, 1)[0];
            number |= (uint)(b & 0x7F) << shift;
            if (b < 0x80)
                return (int)number;
        }
    }
}
