using ClickDeploy.Core;

namespace ClickDeploy.Variables;

/// <summary>The edits that users make, as functions of what is there: one that meets a faster writer is simply made again.</summary>
public static class VariableEdits
{
    public static VariableEdit Add(VariableSet present, VariableInput added) => present.Find(added.Key) is null
        ? new VariableEdit.To([.. Keep(present), added])
        : new VariableEdit.Refused(VariableRefusal.KeyTaken, added.Key);

    public static VariableEdit Change(VariableSet present, VariableInput changed) => present.Find(changed.Key) switch
    {
        null => new VariableEdit.Refused(VariableRefusal.NoSuchKey, changed.Key),
        { IsSecret: true } when changed is { IsSecret: false, Value: null } => new VariableEdit.Refused(VariableRefusal.SecretNeedsValue, changed.Key),
        _ => new VariableEdit.To([.. Keep(present).Where(variable => variable.Key != changed.Key), changed]),
    };

    public static VariableEdit Remove(VariableSet present, string key) => present.Find(key) is null
        ? new VariableEdit.Refused(VariableRefusal.NoSuchKey, key)
        : new VariableEdit.To([.. Keep(present).Where(variable => variable.Key != key)]);

    /// <summary>Removes a variable that is linked; one with a value of its own is no link.</summary>
    public static VariableEdit Unlink(VariableSet present, string key) => present.Find(key)?.Link is null ? new VariableEdit.Refused(VariableRefusal.NoSuchKey, key) : Remove(present, key);

    /// <summary>Sets many at once. <paramref name="replace"/>: those that are not among them go.</summary>
    public static VariableEdit Set(VariableSet present, IReadOnlyCollection<VariableInput> wanted, bool replace)
    {
        if (wanted.FirstOrDefault(variable => variable.Value is null && present.Find(variable.Key) is null) is { } unknown)
        {
            return new VariableEdit.Refused(VariableRefusal.NoSuchKey, unknown.Key);
        }

        var keys = wanted.Select(variable => variable.Key).ToHashSet(StringComparer.Ordinal);
        return new VariableEdit.To([.. replace ? [] : Keep(present).Where(variable => !keys.Contains(variable.Key)), .. wanted]);
    }

    /// <summary>Everything as it was in <paramref name="before"/>.</summary>
    public static VariableEdit Restore(VariableSet before) =>
        new VariableEdit.To([.. before.Variables.Select(VariableInput.Of)], before.Revision);

    /// <summary>Those keys as they were in <paramref name="before"/>, where some may not have been.</summary>
    public static VariableEdit Restore(VariableSet present, VariableSet before, IReadOnlySet<string> keys) => new VariableEdit.To(
    [
        .. Keep(present).Where(variable => !keys.Contains(variable.Key)),
        .. before.Variables.Where(variable => keys.Contains(variable.Key)).Select(VariableInput.Of),
    ]);

    /// <summary>Linked variables with the values that their links have now.</summary>
    public static VariableEdit Settle(VariableSet present, IReadOnlyDictionary<VariableLink, string> values) => new VariableEdit.To(
        [.. present.Variables.Select(variable => variable.Link is { } link && values.TryGetValue(link, out var value) ? VariableInput.Of(variable) with { Value = new(value) } : new VariableInput(variable.Key, null))]);

    private static IEnumerable<VariableInput> Keep(VariableSet present) => present.Variables.Select(variable => new VariableInput(variable.Key, null));
}
