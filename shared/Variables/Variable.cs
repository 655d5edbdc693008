using ClickDeploy.Core;

namespace ClickDeploy.Variables;

/// <summary>
/// A variable of a service with its value. <paramref name="IsSecret"/>: the value is never shown, and hidden in logs. <paramref name="Link"/>: where the value comes
/// from; it is then what was found there last, or empty.
/// </summary>
public sealed record Variable(string Key, Sensitive<string> Value, bool IsSecret, DateTimeOffset UpdatedAt, VariableLink? Link = null);

/// <summary>A variable as it is asked for. <paramref name="Value"/> null: the present one, and its link; without a link: from here on the value is the user's own; <paramref name="IsSecret"/> null: as it is, or as the key says (<see cref="VariableRules.LooksSecret"/>).</summary>
public sealed record VariableInput(string Key, Sensitive<string>? Value, bool? IsSecret = null, VariableLink? Link = null)
{
    public static VariableInput Of(Variable variable) => new(variable.Key, variable.Value, variable.IsSecret, variable.Link);
}
