namespace Microsoft.DurableTask;

public record TaskFailureDetails(string ErrorType, string ErrorMessage, string? StackTrace, TaskFailureDetails? InnerFailure, IDictionary<string, object?>? Properties)
{
    public bool IsCausedBy<T>()
        where T : Exception
        => IsCausedBy(typeof(T));

    public bool IsCausedBy(Type targetBaseExceptionType)
    {
        ArgumentNullException.ThrowIfNull(targetBaseExceptionType);
        var errorType = Type.GetType(ErrorType)
            ?? AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetType(ErrorType)).FirstOrDefault(type => type is not null);
        return errorType is not null && targetBaseExceptionType.IsAssignableFrom(errorType);
    }

    public static TaskFailureDetails FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new TaskFailureDetails(
            exception.GetType().ToString(),
            Said("message", () => exception.Message) ?? "",
            Said("stack", () => exception.StackTrace),
            exception is TaskFailedException failed ? failed.FailureDetails : exception.InnerException is { } inner ? FromException(inner) : null,
            Properties: null);
    }

    // Both are code of whoever made the exception; that it throws must not hide that there was one.
    private static string? Said(string what, Func<string?> say)
    {
        try
        {
            return say();
        }
        catch (Exception unreadable)
        {
            return $"Its {what} cannot be read: a {unreadable.GetType()} was thrown.";
        }
    }
}
