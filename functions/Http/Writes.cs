using Microsoft.AspNetCore.Http;

namespace ClickDeploy.Functions.Http;

internal static class Writes
{
    /// <summary>Whether the request is one that may change something.</summary>
    public static bool IsWrite(this HttpRequest request) => !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);
}
