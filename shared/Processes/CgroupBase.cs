namespace ClickDeploy.Processes;

/// <summary>A group under which groups can be made. <paramref name="Controllers"/>: those of ours that count there; none on a version 2 that only groups.</summary>
internal sealed record CgroupBase(string Folder, bool IsVersion2, IReadOnlyList<string> Controllers, bool EndsTrees);
