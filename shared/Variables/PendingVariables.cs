using ClickDeploy.Services;

namespace ClickDeploy.Variables;

/// <summary>Which variables are set otherwise than a deployment has them, as pending changes of fields <c>env.KEY</c>. Secrets are told, their values never.</summary>
public sealed class PendingVariables(VariableStore variables)
{
    public const string Prefix = "env.";

    /// <param name="deployed">The revision that runs.</param>
    /// <param name="newest">What the user has set.</param>
    public async Task<IReadOnlyList<PendingChange>> Of(ServiceRef service, int deployed, VariableRevision newest, CancellationToken cancellation = default)
    {
        if (newest.Number == deployed || await variables.Find(service, deployed, cancellation) is not { } before || VariableRevision.Between(before, newest) is not { Count: > 0 } changes)
        {
            return [];
        }

        var (old, present) = (await variables.Read(service, deployed, cancellation), await variables.Read(service, newest.Number, cancellation));
        return [.. changes.Select(change => new PendingChange(Prefix + change.Key, Shown(old?.Find(change.Key), present), Shown(present?.Find(change.Key), old)))];
    }

    // A value that is a secret on the other side is one on both: it may be the same but for a letter.
    private static string? Shown(Variable? variable, VariableSet? other) =>
        variable is null ? null : variable.IsSecret || other?.Find(variable.Key)?.IsSecret == true ? PendingChange.Hidden : variable.Value.Reveal();
}
