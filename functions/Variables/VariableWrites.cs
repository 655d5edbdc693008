using ClickDeploy.Core;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Idempotency;
using ClickDeploy.Functions.Services;
using ClickDeploy.Services;
using ClickDeploy.Variables;
using Microsoft.AspNetCore.Http;

namespace ClickDeploy.Functions.Variables;

/// <summary>
/// What all writes of variables have in common. Without <c>If-Match</c> an edit goes on top of whatever was written meanwhile; with it (the ETag of the list) only
/// what was read is changed.
/// </summary>
public sealed class VariableWrites(ServiceLookup lookup, ServiceStore services, VariableStore variables, VariableView view)
{
    /// <summary>The service of the route. Before the body is read: what is wrong with a body says nothing of somebody else's service.</summary>
    public Task<Read<Versioned<Service>>> Find(HttpRequest request, string id, CancellationToken cancellation) => lookup.FindToChange(request, id, cancellation);

    /// <summary>Makes the edit, and answers all variables.</summary>
    public Task<IResult> Edit(HttpRequest request, Versioned<Service> found, Func<VariableSet, VariableEdit> edit, CancellationToken cancellation) =>
        Edit(request, found, edit, async set => Reply.Ok(await view.Show(found.Value, set, cancellation), VariableTags.Of(set.Revision)), cancellation);

    /// <summary>Makes the edit, and answers the variable of that key.</summary>
    public Task<IResult> Edit(HttpRequest request, Versioned<Service> found, Func<VariableSet, VariableEdit> edit, string key, Func<VariableSnapshot, string, IResult> answer, CancellationToken cancellation) =>
        Edit(request, found, edit, async set => answer(await view.Show(found.Value.Org, set.Find(key)!, cancellation), VariableTags.Of(set.Revision)), cancellation);

    /// <summary>Makes the edit, and answers what <paramref name="answer"/> makes of the variables as they are then.</summary>
    public Task<IResult> Edit(HttpRequest request, Versioned<Service> found, Func<VariableSet, VariableEdit> edit, Func<VariableSet, IResult> answer, CancellationToken cancellation) =>
        Edit(request, found, edit, set => Task.FromResult(answer(set)), cancellation);

    private async Task<IResult> Edit(HttpRequest request, Versioned<Service> found, Func<VariableSet, VariableEdit> edit, Func<VariableSet, Task<IResult>> answer, CancellationToken cancellation)
    {
        var (service, expected, by) = (ServiceRef.Of(found.Value), (int?)null, new VariableAuthor(CurrentUser.Of(request).Name, request.RepeatableId()));
        if (request.IsRepeat() && by.Request is { } id && await variables.MadeBy(service, id, cancellation) is { } made)
        {
            return await answer(made);
        }

        if (request.Headers.IfMatch.Count > 0)
        {
            expected = (await variables.Newest(service, cancellation)).Number;
            if (ETags.IfMatchFails(request, VariableTags.Of(expected.Value)))
            {
                return Problem.Stale("list of variables");
            }
        }

        var update = await variables.Change(service, by, expected, edit, cancellation);
        if (await services.Find(found.Value.Org, found.Value.Id, cancellation) is not { Value.Deleting: false })
        {
            // The clean-up may have looked for variables before these were written.
            await variables.RemoveAll(service, cancellation);
            return ServiceLookup.Deleting();
        }

        return update is VariableUpdate.Updated { Set: var set } ? await answer(set) : Refusal(update);
    }

    private static Problem Refusal(VariableUpdate update) => update switch
    {
        VariableUpdate.Stale => Problem.Stale("list of variables"),
        VariableUpdate.Refused { Reason: VariableRefusal.KeyTaken, Key: var key } => Problem.Conflict("key_taken", $"The service has a variable {key} already. Change that one."),
        VariableUpdate.Refused { Reason: VariableRefusal.NoSuchKey } => Problem.NotFound("variable"),
        VariableUpdate.Refused { Reason: VariableRefusal.SecretNeedsValue, Key: var key } =>
            Problem.Invalid("value", "required", $"{key} is a secret, and its value is shown to nobody. To make it readable send its value with it."),
        VariableUpdate.TooMany { Limit: var limit } => Problem.Conflict("limit_reached", $"A service may have {limit} variables, and there would be more. Delete some that are not needed."),
        VariableUpdate.TooLarge { Bytes: var bytes, Limit: var limit } =>
            Problem.Conflict("limit_reached", $"All variables of the service together would have {bytes} bytes, and {limit} are the limit. Shorten some, or put what is long into a file."),
        _ => throw new InvalidOperationException($"No answer is known to {update}."),
    };
}
