using ClickDeploy.Core;
using ClickDeploy.Storage;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Projects;

/// <summary>The projects of organisations: <c>e|{id}</c> the project, <c>n|{slug}</c> the claim of its slug, in one partition for each organisation.</summary>
public sealed class ProjectStore(IStorage storage, Signals signals, IOptions<ProjectOptions> options)
{
    private const string Objects = "e|";
    private const string Slugs = "n|";
    private readonly ITable _table = storage.Table("projects");
    private readonly RowCache<Project> _read = new();

    public async Task<Versioned<Project>?> Find(OrgId org, ProjectId id, CancellationToken cancellation = default) =>
        await _table.Get(org.Key, Key(id), cancellation) is { } row ? new(_read.Read(row), row.ETag) : null;

    public async Task<Versioned<Project>?> FindBySlug(OrgId org, string slug, CancellationToken cancellation = default)
    {
        if (!ProjectRules.IsSlug(slug))
        {
            return null;
        }

        var claim = await _table.Get(org.Key, Slugs + slug, cancellation);
        return claim?.Data.Guid("id") is { } id ? await Find(org, new(id), cancellation) : null;
    }

    /// <summary>All of them, newest first.</summary>
    public async Task<IReadOnlyList<Versioned<Project>>> List(OrgId org, CancellationToken cancellation = default)
    {
        var projects = new List<Versioned<Project>>();
        await foreach (var row in _table.Query(org.Key, KeyRange.Prefix(Objects), cancellation))
        {
            projects.Add(JsonRow.ReadVersioned<Project>(row)!);
        }

        return [.. projects.OrderByDescending(project => project.Value.CreatedAt).ThenBy(project => Key(project.Value.Id), StringComparer.Ordinal)];
    }

    /// <summary>Adds the project. Its slug is the wished one; where that is taken it gets a number.</summary>
    public async Task<ProjectCreation> Create(Project project, CancellationToken cancellation = default)
    {
        for (var tries = new Tries($"Project {project.Id}"); ; tries.Again())
        {
            var taken = await TakenSlugs(project.Org, cancellation);
            if (taken.Count >= options.Value.MaxProjects)
            {
                // The last that there is room for may be this one, written by an earlier try of this call.
                return await Find(project.Org, project.Id, cancellation) is { } made ? new ProjectCreation.Created(made) : new ProjectCreation.LimitReached(options.Value.MaxProjects);
            }

            var placed = project with { Slug = ProjectSlug.FirstFree(project.Slug, taken) };
            var result = await _table.Commit(
                project.Org.Key,
                [
                    new RowChange.Insert(Key(project.Id), JsonRow.Of(placed)),
                    new RowChange.Insert(Slugs + placed.Slug, new() { ["id"] = project.Id.Value }),
                ],
                cancellation);
            if (result is CommitResult.Committed committed)
            {
                return new ProjectCreation.Created(new(placed, committed.ETags[0]!));
            }

            // Its own row is there: an earlier try of this call has written it.
            if (await Find(project.Org, project.Id, cancellation) is { } mine)
            {
                return new ProjectCreation.Created(mine);
            }
        }
    }

    /// <summary>Replaces just the version that was read. Null: it was changed or removed meanwhile.</summary>
    public async Task<Versioned<Project>?> Update(Project project, string etag, CancellationToken cancellation = default)
    {
        var result = await _table.Commit(project.Org.Key, [new RowChange.Replace(Key(project.Id), JsonRow.Of(project), etag)], cancellation);
        if (result is not CommitResult.Committed committed)
        {
            return null;
        }

        signals.Raise(Subject(project.Id));
        return new(project, committed.ETags[0]!);
    }

    /// <summary>From now on nothing new may be made in it. Null: there is no such project.</summary>
    public async Task<Project?> MarkDeleting(OrgId org, ProjectId id, CancellationToken cancellation = default)
    {
        while (await Find(org, id, cancellation) is { } found)
        {
            if (found.Value.Deleting)
            {
                return found.Value;
            }

            if (await Update(found.Value with { Deleting = true }, found.ETag, cancellation) is { } marked)
            {
                return marked.Value;
            }
        }

        return null;
    }

    /// <summary>Removes the project and frees its slug; nothing happens when it is gone.</summary>
    public async Task Remove(OrgId org, ProjectId id, CancellationToken cancellation = default)
    {
        while (await Find(org, id, cancellation) is { } found)
        {
            await _table.Commit(org.Key, [new RowChange.Delete(Key(id), found.ETag), new RowChange.Delete(Slugs + found.Value.Slug)], cancellation);
        }

        signals.Raise(Subject(id));
    }

    /// <summary>What a change of anything in the project raises in <see cref="Signals"/>.</summary>
    public static string Subject(ProjectId id) => $"project|{id}";

    private async Task<HashSet<string>> TakenSlugs(OrgId org, CancellationToken cancellation)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in _table.Query(org.Key, KeyRange.Prefix(Slugs), cancellation))
        {
            taken.Add(row.Key[Slugs.Length..]);
        }

        return taken;
    }

    private static string Key(ProjectId id) => Objects + id;
}
