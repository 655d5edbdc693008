using System.Reflection;

namespace ClickDeploy.Tests.Architecture;

/// <summary>
/// The question marks of a declaration, as the compiler wrote them: one flag for each reference, in the order of reading.
/// <see cref="NullabilityInfoContext"/> cannot tell <c>T</c> from <c>T?</c>.
/// </summary>
internal sealed class Nullability
{
    private const byte Annotated = 2;

    private readonly byte[] _flags;
    private int _next;

    private Nullability(byte[] flags) => _flags = flags;

    public static Nullability Of(ParameterInfo parameter) => new(Flags(parameter.GetCustomAttributesData()) ?? Context(parameter.Member));

    public static Nullability Of(MemberInfo member) => new(Flags(member.GetCustomAttributesData()) ?? Context(member));

    /// <summary>Takes the next type's flag. Types are asked outermost first, then their arguments from left to right.</summary>
    public bool IsMarked(Type type)
    {
        if (type.IsValueType && (!type.IsGenericType || Nullable.GetUnderlyingType(type) is not null))
        {
            return false;
        }

        var flag = _flags.Length == 1 ? _flags[0] : _flags[_next++];
        return flag == Annotated && !type.IsValueType;
    }

    private static byte[]? Flags(IEnumerable<CustomAttributeData> attributes) =>
        attributes.FirstOrDefault(attribute => attribute.AttributeType.Name == "NullableAttribute") is { } nullable ? Bytes(nullable.ConstructorArguments[0]) : null;

    private static byte[] Context(MemberInfo? member)
    {
        // The accessors of a property carry its context.
        var holder = member is PropertyInfo property ? property.GetMethod ?? property.SetMethod : member;
        for (; holder is not null; holder = holder.DeclaringType)
        {
            if (holder.GetCustomAttributesData().FirstOrDefault(attribute => attribute.AttributeType.Name == "NullableContextAttribute") is { } context)
            {
                return Bytes(context.ConstructorArguments[0]);
            }
        }

        return [0];
    }

    private static byte[] Bytes(CustomAttributeTypedArgument argument) => argument.Value is byte one
        ? [one]
        : [.. ((IReadOnlyCollection<CustomAttributeTypedArgument>)argument.Value!).Select(item => (byte)item.Value!)];
}
