using ClickDeploy.Core;
using ClickDeploy.Functions.Audit;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Functions.Http;
using ClickDeploy.Functions.OpenApi;
using ClickDeploy.Functions.Projects;
using ClickDeploy.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.Functions.Canvas;

/// <summary>Moves many nodes of a project at once: all of them or none.</summary>
public sealed class MoveNodes(ProjectLookup lookup, ServiceStore services)
{
    private const int MostNodes = 100;

    [Function(nameof(MoveNodes)), Needs(Role.Developer)]
    [Answers(200, typeof(MovedNodes))]
    [NotAudited("A place on the canvas changes neither ETag nor updated_at.")]
    public async Task<IResult> Run([HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = Api.Base + "/projects/{id}/positions")] HttpRequest request, string id, CancellationToken cancellation)
    {
        if (!(await lookup.Find(request, id, cancellation)).Succeeded(out var project, out var missing))
        {
            return missing;
        }

        var body = await RequestBody.Read(request, ReadPositions, check: null, cancellation);
        if (!body.Succeeded(out var positions, out var problem))
        {
            return problem;
        }

        var org = project.Value.Org;
        var present = (await services.List(org, project.Value.Id, cancellation)).Select(service => service.Id).ToHashSet();
        return positions.Keys.All(present.Contains) && await services.SetPositions(org, project.Value.Id, positions, cancellation)
            ? Reply.Ok(new MovedNodes([.. positions.Select(moved => new MovedNode(moved.Key, moved.Value.X, moved.Value.Y))]))
            : Problem.NotFound("node in this project");
    }

    internal static void DescribeBody(Fields body) => ReadPositions(body);

    private static Dictionary<ServiceId, CanvasPosition> ReadPositions(Fields body)
    {
        body.Require("positions");
        var positions = new Dictionary<ServiceId, CanvasPosition>();
        var nodes = body.Objects("positions");
        if (nodes.Count > MostNodes)
        {
            body.Refuse("positions", "too_many", $"has {nodes.Count} nodes. Send at most {MostNodes} at once.");
        }

        foreach (var node in nodes)
        {
            node.Require("id");
            var (text, position) = (node.Text("id", "", RouteId.Rule), PositionFields.ReadRequired(node));
            if (!node.Has("id"))
            {
                continue;
            }

            if (!RouteId.TryParse(text, out var id))
            {
                node.Refuse("id", "invalid_id", "is no id. Send the node's UUID.");
            }
            else if (!positions.TryAdd(new(id), position))
            {
                node.Refuse("id", "duplicate_id", "stands there more than once. Send each node once.");
            }
        }

        return positions;
    }
}

/// <summary>Where the nodes stand now.</summary>
public sealed record MovedNodes(IReadOnlyList<MovedNode> Positions);

public sealed record MovedNode(ServiceId Id, int CanvasX, int CanvasY);
