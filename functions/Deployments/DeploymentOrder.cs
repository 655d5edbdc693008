using ClickDeploy.Core;
using ClickDeploy.Functions.Services;

namespace ClickDeploy.Functions.Deployments;

/// <summary>In which order services are deployed: those that others are linked to before these, else the oldest first. A circle of links is cut at its oldest.</summary>
internal static class DeploymentOrder
{
    public static IReadOnlyList<ServiceLook> Of(IReadOnlyList<ServiceLook> services)
    {
        var byId = services.ToDictionary(look => look.Spec.Id);
        var (seen, ordered) = (new HashSet<ServiceId>(), new List<ServiceLook>());
        void Visit(ServiceLook look)
        {
            if (!seen.Add(look.Spec.Id))
            {
                return;
            }

            foreach (var link in look.Variables.Variables.Select(entry => entry.Link))
            {
                if (link is not null && byId.TryGetValue(link.Service, out var used))
                {
                    Visit(used);
                }
            }

            ordered.Add(look);
        }

        foreach (var look in services.OrderBy(look => look.Spec.CreatedAt).ThenBy(look => look.Spec.Id.Value))
        {
            Visit(look);
        }

        return ordered;
    }
}
