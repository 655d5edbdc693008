using System.Buffers.Binary;
using System.Text;

namespace ClickDeploy.Tests.SelfHost.Telemetry;

/// <summary>A message of protocol buffers by the numbers of its fields: no more than OTLP needs.</summary>
internal sealed class ProtoMessage
{
    private readonly List<(int Number, ReadOnlyMemory<byte> Bytes)> _fields = [];

    public ProtoMessage(ReadOnlyMemory<byte> message)
    {
        while (message.Length > 0)
        {
            var tag = Varint(ref message);
            var length = (tag & 7) switch
            {
                0 => LengthOfVarint(message.Span),
                1 => 8,
                2 => (int)Varint(ref message),
                5 => 4,
                var other => throw new InvalidDataException($"Wire type {other}."),
            };
            _fields.Add(((int)(tag >> 3), message[..length]));
            message = message[length..];
        }
    }

    public IEnumerable<ProtoMessage> Messages(int number) => All(number).Select(bytes => new ProtoMessage(bytes));

    public string Text(int number) => Encoding.UTF8.GetString(Bytes(number).Span);

    public string Hex(int number) => Convert.ToHexStringLower(Bytes(number).Span);

    public ulong Fixed64(int number) => Bytes(number) is { Length: 8 } bytes ? BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span) : 0;

    public long Number(int number)
    {
        var bytes = Bytes(number);
        return bytes.Length == 0 ? 0 : (long)Varint(ref bytes);
    }

    private ReadOnlyMemory<byte> Bytes(int number) => All(number).LastOrDefault();

    private IEnumerable<ReadOnlyMemory<byte>> All(int number) => _fields.Where(field => field.Number == number).Select(field => field.Bytes);

    private static int LengthOfVarint(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyInRange<byte>(0, 127) + 1;

    private static ulong Varint(ref ReadOnlyMemory<byte> message)
    {
        var (value, length) = (0UL, LengthOfVarint(message.Span));
        for (var i = 0; i < length; i++)
        {
            value |= (ulong)(message.Span[i] & 0x7F) << (7 * i);
        }

        message = message[length..];
        return value;
    }
}
