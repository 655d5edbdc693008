namespace ClickDeploy.Tests.Simulation;

/// <summary>The three ways in which sagas are tried (STYLE 41); give one to <see cref="InMemoryDurable"/>.</summary>
public static class Interceptors
{
    /// <summary>Each activity runs twice, as after a crash between its effect and its record; the second result counts.</summary>
    public static ActivityInterceptor Twice { get; } = async (_, _, _, run) =>
    {
        await run();
        return await run();
    };

    /// <summary>The n-th call of any activity fails, before it does anything.</summary>
    public static ActivityInterceptor FailAt(int n) => (call, name, _, run) => call == n ? throw new InterceptedException($"{name} was made to fail.") : run();

    /// <summary>The n-th call of any activity has its effect, and fails.</summary>
    public static ActivityInterceptor FailAfter(int n) => async (call, name, _, run) =>
    {
        var result = await run();
        return call == n ? throw new InterceptedException($"{name} was made to fail after its effect.") : result;
    };

    /// <summary>Calls of the named activities run twice: for undos.</summary>
    public static ActivityInterceptor TwiceIf(Func<string, bool> chosen) => async (_, name, _, run) =>
    {
        if (chosen(name))
        {
            await run();
        }

        return await run();
    };

    /// <summary>Both: the outer stands around the inner.</summary>
    public static ActivityInterceptor And(this ActivityInterceptor outer, ActivityInterceptor inner)
        => (call, name, input, run) => outer(call, name, input, () => inner(call, name, input, run));
}

public sealed class InterceptedException(string message) : Exception(message);
