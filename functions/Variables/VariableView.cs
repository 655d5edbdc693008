using ClickDeploy.Core;
using ClickDeploy.Links;
using ClickDeploy.Services;
using ClickDeploy.Variables;

namespace ClickDeploy.Functions.Variables;

/// <summary>Shows variables, linked ones with what their links are worth now.</summary>
public sealed class VariableView(LinkValues links)
{
    public async Task<VariableSnapshot> Show(OrgId org, Variable variable, CancellationToken cancellation) => new(
        variable.Key,
        variable.IsSecret || variable.Link is not null ? null : variable.Value.Reveal(),
        variable.IsSecret,
        variable.IsSecret,
        variable.UpdatedAt,
        variable.Link is not null,
        variable.Link?.Service,
        variable.Link?.Type,
        variable.Link is { } link ? await Preview(org, link, variable.IsSecret, cancellation) : null);

    public async Task<IReadOnlyList<VariableSnapshot>> Show(OrgId org, IEnumerable<Variable> variables, CancellationToken cancellation)
    {
        var shown = new List<VariableSnapshot>();
        foreach (var variable in variables)
        {
            shown.Add(await Show(org, variable, cancellation));
        }

        return shown;
    }

    public async Task<VariableListSnapshot> Show(Service service, VariableSet set, CancellationToken cancellation) => new(set.Revision, await Show(service.Org, set.Variables, cancellation), null);

    private async Task<string?> Preview(OrgId org, VariableLink link, bool isSecret, CancellationToken cancellation) =>
        await links.Look(org, link, cancellation) is LinkValue.Known known ? isSecret ? PendingChange.Hidden : known.Text : null;
}
