using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.Idempotency;
using ClickDeploy.Functions.Operations;
using ClickDeploy.Orchestrations;
using ClickDeploy.Orchestrations.Services;
using ClickDeploy.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.Functions.Services;

/// <summary>What stop, start and restart have in common: refused when the state of the service does not allow it, else started as an operation of the next number.</summary>
public sealed class CommandRequests(ServiceLookup lookup, ServiceStateStore states, ServiceView view)
{
    public async Task<IResult> Start(HttpRequest request, string id, OperationKind kind, TaskName orchestrator, DurableTaskClient client, CancellationToken cancellation)
    {
        var body = await RequestBody.ReadOptional(request, _ => true, null, cancellation);
        if (!body.Succeeded(out _, out var problem) || !(await lookup.FindToChange(request, id, cancellation)).Succeeded(out var found, out problem))
        {
            return problem;
        }

        var service = ServiceRef.Of(found.Value);
        if (!(await request.Decide(() => Next(service, kind, client, cancellation), cancellation)).Succeeded(out var command, out problem))
        {
            return problem;
        }

        await client.StartUnlessEnded(orchestrator, command, command.OperationId, cancellation);
        return Reply.Accepted(Api.Path("services", found.Value.Id), await view.Show(found.Value, cancellation));
    }

    private async Task<Read<ServiceCommandInput>> Next(ServiceRef service, OperationKind kind, DurableTaskClient client, CancellationToken cancellation)
    {
        var state = await states.Find(service, cancellation);
        if (ServiceCommands.RefusesNow(kind, state) is { } refused)
        {
            return Problem.Conflict(refused);
        }

        // A number that is used up has ended without saying so (its operation was terminated, say).
        var command = new ServiceCommandInput(service, kind, (state.LastCommand?.Number ?? 0) + 1);
        while (await client.GetInstanceAsync(command.OperationId, cancellation) is { IsCompleted: true })
        {
            command = command with { Number = command.Number + 1 };
        }

        return command;
    }
}
