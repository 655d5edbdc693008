using ClickDeploy.Core;
using ClickDeploy.Variables;

namespace ClickDeploy.Functions.Variables;

/// <summary>
/// A variable as it is shown. A secret's value never is: it is null, and masked. A linked one has none of its own; <paramref name="Preview"/> is what it would get
/// now, null while the other service has no address.
/// </summary>
public sealed record VariableSnapshot(string Key, string? Value, bool Masked, bool IsSecret, DateTimeOffset UpdatedAt, bool Linked, ServiceId? LinkedServiceId, LinkType? LinkType, string? Preview);

/// <summary>A page of variables and the revision that they are of, whose number is their ETag too.</summary>
public sealed record VariableListSnapshot(int Revision, IReadOnlyList<VariableSnapshot> Items, string? NextCursor);

/// <summary>A revision as it is shown: who changed which names when.</summary>
public sealed record VariableRevisionSnapshot(int Number, DateTimeOffset CreatedAt, string CreatedBy, int? RestoredFrom, IReadOnlyList<VariableChange> Changes)
{
    public static VariableRevisionSnapshot Of(VariableRevision revision) => new(revision.Number, revision.At, revision.By, revision.RestoredFrom, revision.Changes);
}
