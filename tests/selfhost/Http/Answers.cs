using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Tests.SelfHost.Http;

public sealed record Thing(string Name, int Count);

public sealed class Answers
{
    [Function("Texts")]
    public static async Task<IResult> Texts([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "texts/{name}")] HttpRequest request, string name) =>
        HttpMethods.IsPost(request.Method) ? Results.Text(await new StreamReader(request.Body).ReadToEndAsync()) : Results.Text($"text {name}");

    [Function("Numbers")]
    public IResult Numbers([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "numbers/{number:int}")] HttpRequest request, int number) =>
        Results.Text($"int {number}");

    [Function("Ids")]
    public ValueTask<IResult> Ids([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ids/{id:guid}")] HttpRequest request, Guid id, FunctionContext context) =>
        ValueTask.FromResult(Results.Text(context.BindingContext.BindingData["id"].Equals(id.ToString()) ? $"id {id}" : "not the same"));

    [Function("Maybe")]
    public IResult Maybe([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "maybe/{number:int?}")] HttpRequest request, int? number) =>
        Results.Text(number?.ToString() ?? "none");

    [Function("Unrouted")]
    public IResult Unrouted([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => Results.Text("unrouted");

    [Function("Large")]
    [RequestSizeLimit(2 * 1024 * 1024)]
    public async Task<IResult> Large([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "large")] HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        return Results.Text(body.Length.ToString());
    }

    [Function("Result")]
    public async Task<object?> Result([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "results/{kind}")] HttpRequest request, string kind)
    {
        var thing = new Thing("x", 2);
        switch (kind)
        {
            case "written":
                request.HttpContext.Response.StatusCode = StatusCodes.Status202Accepted;
                request.HttpContext.Response.ContentType = "text/plain";
                await request.HttpContext.Response.WriteAsync("written");
                return null;
            case "throw":
                throw new InvalidOperationException("secret inside");
            default:
                return kind switch
                {
                    "ok-object" => new OkObjectResult(thing),
                    "ok-text" => new OkObjectResult("hello"),
                    "created" => new CreatedResult("/elsewhere", thing),
                    "accepted" => new AcceptedResult("/elsewhere", null),
                    "no-content" => new NoContentResult(),
                    "not-found" => new NotFoundResult(),
                    "problem" => new ObjectResult(new ProblemDetails { Title = "Taken", Status = 409 }),
                    "json" => new JsonResult(thing),
                    "content" => new ContentResult { Content = "<p>", ContentType = "text/html" },
                    "file" => new FileContentResult(Encoding.UTF8.GetBytes("a{}"), "text/css"),
                    "redirect" => new RedirectResult("/elsewhere"),
                    "result" => Results.Json(thing),
                    "object" => thing,
                    _ => null,
                };
        }
    }
}

public static class Pages
{
    [Function("Page")]
    public static IResult Page([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{*path}")] HttpRequest request, string? path) =>
        Results.Text($"page {path}");
}
