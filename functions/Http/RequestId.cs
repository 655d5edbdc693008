using Microsoft.AspNetCore.Http;

namespace ClickDeploy.Functions.Http;

/// <summary>The name of a request in logs and answers: the caller's <c>X-Request-ID</c> if it is a harmless one, else ours.</summary>
public static class RequestId
{
    private const string Header = "X-Request-ID";
    private const int Longest = 64;

    public static string Of(HttpContext context)
    {
        if (context.Items[typeof(RequestId)] is string known)
        {
            return known;
        }

        var id = context.Request.Headers[Header] is [{ } sent] && IsHarmless(sent) ? sent : Guid.NewGuid().ToString("D");
        context.Items[typeof(RequestId)] = id;
        context.TraceIdentifier = id;
        return id;
    }

    /// <summary>Writes the id into the answer's headers.</summary>
    public static void Answer(HttpContext context) => context.Response.Headers[Header] = Of(context);

    private static bool IsHarmless(string id) => id.Length is > 0 and <= Longest && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
