using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace ClickDeploy.Tests.Architecture;

/// <summary>Types and their members as lines of C#, in the form of tests/api/functions-api.txt.</summary>
internal static partial class ApiText
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(double)] = "double",
    };

    /// <summary>What stands before a member and makes no difference to who calls it.</summary>
    public static string Plain(string line) => Modifiers().Replace(line.Trim(), "");

    /// <summary>The type's name with its kind: <c>Microsoft.DurableTask; public record TaskOptions</c>.</summary>
    public static string Header(Type type)
    {
        var kind = type switch
        {
            { IsEnum: true } => "enum",
            { IsInterface: true } => "interface",
            { IsValueType: true } => "struct",
            _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
            _ when type.GetMethod("<Clone>$") is not null => "record",
            { IsAbstract: true, IsSealed: true } => "static class",
            { IsAbstract: true } => "abstract class",
            { IsSealed: true } => "sealed class",
            _ => "class",
        };
        return $"namespace {type.Namespace}; public {kind} {NameOf(type)}";
    }

    public static IEnumerable<string> Members(Type type)
    {
        if (type.IsEnum)
        {
            return [$"{{ {string.Join(", ", Enum.GetNames(type).Select(name => $"{name} = {(int)Enum.Parse(type, name)}"))} }}"];
        }

        if (typeof(Delegate).IsAssignableFrom(type))
        {
            var invoke = type.GetMethod("Invoke")!;
            return [$"{Returned(invoke)} ({Parameters(invoke)})"];
        }

        var constructors = type.GetConstructors(Declared).Where(IsSeen).Select(constructor => $"{(constructor.IsFamily ? "protected " : "")}{NameOf(type)}({Parameters(constructor)})");
        var properties = type.GetProperties(Declared).Where(property => property.GetAccessors(nonPublic: true).Any(IsSeen)).Select(Property);
        var methods = type.GetMethods(Declared).Where(IsSeen).Where(method => !method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)).Select(Method);
        var fields = type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily).Select(field => $"{(field.IsStatic ? "static " : "")}{Shown(field.FieldType, Nullability.Of(field))} {field.Name}");
        return constructors.Concat(properties).Concat(methods).Concat(fields);
    }

    // An implicit constructor of a static or public class, and what the compiler adds to a record, is in no list.
    private static bool IsSeen(MethodBase method) =>
        (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly) && !method.IsDefined(typeof(CompilerGeneratedAttribute)) || IsAccessor(method);

    // The accessors of an automatic property are the compiler's too.
    private static bool IsAccessor(MethodBase method) => method.IsSpecialName && (method.IsPublic || method.IsFamily) && !method.IsConstructor
        && method.Name is not "get_EqualityContract" && !(method.Name.StartsWith("op_", StringComparison.Ordinal) && method.IsDefined(typeof(CompilerGeneratedAttribute)));

    private static string Property(PropertyInfo property)
    {
        var accessors = new StringBuilder();
        if (property.GetMethod is { } get && IsSeen(get))
        {
            accessors.Append("get; ");
        }

        if (property.SetMethod is { } set && IsSeen(set))
        {
            accessors.Append(set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? "init; " : "set; ");
        }

        var isStatic = (property.GetMethod ?? property.SetMethod)!.IsStatic;
        return $"{(isStatic ? "static " : "")}{Shown(property.PropertyType, Nullability.Of(property))} {property.Name} {{ {accessors}}}";
    }

    private static string Method(MethodInfo method)
    {
        var isExtension = method.IsDefined(typeof(ExtensionAttribute));
        var name = method.Name switch
        {
            "op_Implicit" => $"implicit operator {Returned(method)}",
            "op_Equality" => $"{Returned(method)} operator ==",
            "op_Inequality" => $"{Returned(method)} operator !=",
            _ => $"{Returned(method)} {method.Name}",
        };
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(argument => argument.Name))}>" : "";
        return $"{(method.IsStatic ? "static " : "")}{name}{generic}({(isExtension ? "this " : "")}{Parameters(method)})";
    }

    private static string Returned(MethodInfo method) => Shown(method.ReturnType, Nullability.Of(method.ReturnParameter));

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        var prefix = parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "";
        var value = !parameter.HasDefaultValue ? "" : " = " + parameter.DefaultValue switch
        {
            null => parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? "default" : "null",
            bool truth => truth ? "true" : "false",
            string text => $"\"{text}\"",
            var other => Convert.ToString(other, System.Globalization.CultureInfo.InvariantCulture),
        };
        return $"{prefix}{Shown(parameter.ParameterType, Nullability.Of(parameter))} {parameter.Name}{value}";
    }

    private static string Shown(Type type, Nullability nullability)
    {
        var mark = nullability.IsMarked(type) ? "?" : "";
        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return Shown(underlying, nullability) + "?";
        }

        if (type.IsArray)
        {
            return $"{Shown(type.GetElementType()!, nullability)}[]{mark}";
        }

        if (!type.IsGenericType)
        {
            return (Keywords.GetValueOrDefault(type) ?? type.Name) + mark;
        }

        var arguments = type.GetGenericArguments().Select(argument => Shown(argument, nullability)).ToList();
        return $"{type.Name[..type.Name.IndexOf('`')]}<{string.Join(", ", arguments)}>{mark}";
    }

    private static string NameOf(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`')]}<{string.Join(", ", type.GetGenericArguments().Select(argument => argument.Name))}>"
        : type.Name;

    [GeneratedRegex("^((abstract|virtual|readonly) )+|(?<=^static )readonly ")]
    private static partial Regex Modifiers();
}
