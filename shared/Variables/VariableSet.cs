using ClickDeploy.Core;

namespace ClickDeploy.Variables;

/// <summary>All variables of a service as one revision has them, by key.</summary>
public sealed record VariableSet(int Revision, IReadOnlyList<Variable> Variables)
{
    /// <summary>Before the first variable was set.</summary>
    public static VariableSet Empty { get; } = new(0, []);

    public IEnumerable<Sensitive<string>> Secrets => Variables.Where(variable => variable.IsSecret).Select(variable => variable.Value);

    public Variable? Find(string key) => Variables.FirstOrDefault(variable => variable.Key == key);
}
