using System.Reflection;
using System.Reflection.Emit;

namespace ClickDeploy.Tests.Architecture;

/// <summary>What the code of a type uses: the types in its declarations and in the instructions of its methods, and what it calls.</summary>
internal sealed record CodeUses(Type Type)
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    private readonly HashSet<Type> _types = [];
    private readonly HashSet<MethodBase> _calls = [];

    public IReadOnlySet<Type> Types => _types;

    public IReadOnlySet<MethodBase> Calls => _calls;

    /// <summary>The uses of every type of the assembly; what the compiler nests in a type (closures, state machines) counts as that type's.</summary>
    public static IReadOnlyList<CodeUses> Of(Assembly assembly) =>
        [.. assembly.GetTypes().GroupBy(Outermost).Select(group => Read(group.Key, group))];

    private static Type Outermost(Type type)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return type;
    }

    private static CodeUses Read(Type outermost, IEnumerable<Type> parts)
    {
        var uses = new CodeUses(outermost);
        var all = parts.ToList();
        foreach (var part in all)
        {
            uses.Declared(part);
            foreach (var method in part.GetMethods(All).Concat<MethodBase>(part.GetConstructors(All)))
            {
                uses.Instructions(method);
            }
        }

        uses._types.ExceptWith(all);
        return uses;
    }

    private void Declared(Type type)
    {
        Add(type.BaseType);
        foreach (var used in type.GetInterfaces())
        {
            Add(used);
        }

        foreach (var field in type.GetFields(All))
        {
            Add(field.FieldType);
        }

        foreach (var attribute in type.GetCustomAttributesData().Concat(type.GetMembers(All).SelectMany(member => member.GetCustomAttributesData())))
        {
            Add(attribute.AttributeType);
        }

        foreach (var method in type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All)))
        {
            Add((method as MethodInfo)?.ReturnType);
            foreach (var parameter in method.GetParameters())
            {
                Add(parameter.ParameterType);
            }
        }
    }

    private void Instructions(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body)
        {
            return;
        }

        foreach (var local in body.LocalVariables)
        {
            Add(local.LocalType);
        }

        var code = body.GetILAsByteArray()!;
        for (var at = 0; at < code.Length;)
        {
            var value = code[at++] is var first && first == 0xFE ? (short)(0xFE00 | code[at++]) : first;
            var operand = OpCodes[value].OperandType;
            if (operand is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
            {
                AddMember(method, BitConverter.ToInt32(code, at));
            }

            at += operand switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }

    private void AddMember(MethodBase method, int token)
    {
        var typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        var methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        var member = method.Module.ResolveMember(token, typeArguments, methodArguments);
        Add(member as Type ?? member?.DeclaringType);
        if (member is MethodBase called)
        {
            _calls.Add(called);
        }

        foreach (var argument in member is MethodInfo { IsGenericMethod: true } generic ? generic.GetGenericArguments() : [])
        {
            Add(argument);
        }
    }

    private void Add(Type? type)
    {
        if (type is null || type.IsGenericParameter)
        {
            return;
        }

        if (type.HasElementType)
        {
            Add(type.GetElementType());
        }
        else if (_types.Add(type.IsGenericType ? type.GetGenericTypeDefinition() : type))
        {
            Add(type.DeclaringType);
        }

        foreach (var argument in type.IsGenericType ? type.GetGenericArguments() : [])
        {
            Add(argument);
        }
    }
}
