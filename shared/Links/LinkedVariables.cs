using ClickDeploy.Core;
using ClickDeploy.Services;
using ClickDeploy.Variables;

namespace ClickDeploy.Links;

/// <summary>Gives a service's linked variables the values that they have now: as a revision, so that a rollback has them as they were.</summary>
public sealed class LinkedVariables(VariableStore variables, LinkValues links)
{
    /// <summary>The revision to deploy with; a new one where a value was another. A repeat finds it.</summary>
    public async Task<(int Revision, Failure? Failure)> Settle(ServiceRef service, CancellationToken cancellation = default)
    {
        for (var tries = new Tries($"The linked variables of service {service.ServiceId}"); ; tries.Again())
        {
            var newest = await variables.Newest(service, cancellation);
            var values = new Dictionary<VariableLink, string>();
            foreach (var entry in newest.Variables.Where(entry => entry.Link is not null))
            {
                if (await links.Settle(service.OrgId, entry.Link!, cancellation) is not LinkValue.Known known)
                {
                    return (newest.Number, Broken(entry.Key, await links.Look(service.OrgId, entry.Link!, cancellation)));
                }

                values[entry.Link!] = known.Text;
            }

            if (values.Count == 0)
            {
                return (newest.Number, null);
            }

            switch (await variables.Change(service, VariableAuthor.Platform, newest.Number, present => VariableEdits.Settle(present, values), cancellation))
            {
                case VariableUpdate.Updated { Set.Revision: var revision }:
                    return (revision, null);
                case VariableUpdate.TooLarge or VariableUpdate.TooMany:
                    return (newest.Number, new("variables_too_large", "With the values of its links the service has more variables than it may.", "Shorten or delete some, then deploy again."));
            }
        }
    }

    private static Failure Broken(string key, LinkValue value) => value is LinkValue.Broken broken
        ? new("link_broken", $"The variable {key} is linked to {broken.Reason}", $"{broken.Fix} Then deploy again.")
        : new("link_broken", $"The service that the variable {key} is linked to has just changed.", "Deploy again.");
}
