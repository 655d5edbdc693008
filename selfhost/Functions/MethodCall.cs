using System.Reflection;

namespace ClickDeploy.SelfHost.Functions;

/// <summary>Calls one method without reflection on the way, and awaits whatever kind of result it has.</summary>
internal sealed class MethodCall(MethodInfo method)
{
    private readonly MethodInvoker _method = MethodInvoker.Create(method);
    private readonly Func<object?, Task<object?>> _result = ResultOf(method.ReturnType);

    public Task<object?> Invoke(object? instance, object?[] arguments) => _result(_method.Invoke(instance, arguments.AsSpan()));

    /// <summary>The type of what a caller gets in the end: <c>T</c> of <c>Task&lt;T&gt;</c>; void where there is nothing.</summary>
    public static Type ValueType(Type returned)
    {
        if (returned == typeof(Task) || returned == typeof(ValueTask))
        {
            return typeof(void);
        }

        return IsTaskOf(returned, typeof(Task<>)) || IsTaskOf(returned, typeof(ValueTask<>)) ? returned.GetGenericArguments()[0] : returned;
    }

    private static Func<object?, Task<object?>> ResultOf(Type returned)
    {
        if (returned == typeof(Task))
        {
            return AwaitNothing;
        }

        if (returned == typeof(ValueTask))
        {
            return static task => AwaitNothing(((ValueTask)task!).AsTask());
        }

        return IsTaskOf(returned, typeof(Task<>)) ? Awaiter(nameof(Await), returned)
            : IsTaskOf(returned, typeof(ValueTask<>)) ? Awaiter(nameof(AwaitValue), returned)
            : Task.FromResult;
    }

    private static bool IsTaskOf(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;

    private static Func<object?, Task<object?>> Awaiter(string helper, Type returned) =>
        typeof(MethodCall).GetMethod(helper, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(returned.GetGenericArguments()[0])
            .CreateDelegate<Func<object?, Task<object?>>>();

    private static async Task<object?> AwaitNothing(object? task)
    {
        await (Task)task!;
        return null;
    }

    private static async Task<object?> Await<T>(object? task) => await (Task<T>)task!;

    private static async Task<object?> AwaitValue<T>(object? task) => await (ValueTask<T>)task!;
}
