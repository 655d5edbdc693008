using System.Reflection;
using ClickDeploy.SelfHost.Functions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.SelfHost.Http;

/// <summary>Makes HTTP functions of methods with [HttpTrigger].</summary>
internal sealed class HttpFunctionBinder(string routePrefix, List<string> problems)
{
    public HttpFunction? Bind(FoundFunction found)
    {
        var trigger = (HttpTriggerAttribute)found.Trigger;
        var before = problems.Count;
        if (trigger.AuthLevel != AuthorizationLevel.Anonymous)
        {
            problems.Add($"{found.Place}: there are no function keys here, so AuthorizationLevel.{trigger.AuthLevel} would let everybody in: say AuthorizationLevel.Anonymous and check the caller in a middleware.");
        }

        if (Parse(found, trigger.Route ?? found.Name) is not { } route)
        {
            return null;
        }

        var sources = found.Method.GetParameters().Select(parameter => Source(found, parameter, route)).ToArray();
        if (problems.Count > before)
        {
            return null;
        }

        var methods = (trigger.Methods ?? []).Select(method => method.ToUpperInvariant()).Distinct().ToArray();
        return new HttpFunction(new Function(found, sources!), route)
        {
            Methods = methods,
            Metadata = Metadata(found.Method),
            Place = found.Place,
            MayReturnActionResult = MayReturnActionResult(MethodCall.ValueType(found.Method.ReturnType)),
        };
    }

    private static bool MayReturnActionResult(Type returned) => returned != typeof(void) && !typeof(IResult).IsAssignableFrom(returned);

    /// <summary>[RequestSizeLimit] on the method is that route's limit of the body.</summary>
    private static object[] Metadata(MethodInfo method) =>
        [.. method.GetCustomAttributes(inherit: false).Where(attribute => attribute is IRequestSizeLimitMetadata)];

    private RoutePattern? Parse(FoundFunction found, string template)
    {
        var whole = $"{routePrefix.Trim('/')}/{template.Trim('/')}".Trim('/');
        try
        {
            return RoutePatternFactory.Parse("/" + whole);
        }
        catch (RoutePatternException exception)
        {
            problems.Add($"{found.Place}: the route '{template}' cannot be read: {exception.Message}");
            return null;
        }
    }

    private ParameterSource? Source(FoundFunction found, ParameterInfo parameter, RoutePattern route)
    {
        if (found.IsTrigger(parameter))
        {
            if (parameter.ParameterType == typeof(HttpRequest))
            {
                return static invocation => invocation.Trigger;
            }

            problems.Add($"{found.Place}: the parameter '{parameter.Name}' with HttpTrigger is a {parameter.ParameterType.Name}: make it an HttpRequest and read what you need from it.");
            return null;
        }

        if (CommonSources.For(parameter) is { } common)
        {
            return common;
        }

        if (route.GetParameter(parameter.Name!) is { } routeParameter)
        {
            return RouteValueSource.For(found, parameter, routeParameter, problems);
        }

        problems.Add($"{found.Place}: the parameter '{parameter.ParameterType.Name} {parameter.Name}' cannot be bound: name it in the route '{route.RawText}', or make it one of {CommonSources.Names}.");
        return null;
    }
}
