using ClickDeploy.Core;

namespace ClickDeploy.Variables;

/// <summary>A variable of a service with its value. <paramref name="IsSecret"/>: the value is never shown, and hidden in logs.</summary>
public sealed record Variable(string Key, Sensitive<string> Value, bool IsSecret, DateTimeOffset UpdatedAt);

/// <summary>A variable as it is asked for. <paramref name="Value"/> null: the present one; <paramref name="IsSecret"/> null: as it is, or as the key says (<see cref="VariableRules.LooksSecret"/>).</summary>
public sealed record VariableInput(string Key, Sensitive<string>? Value, bool? IsSecret = null);
