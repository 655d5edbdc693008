using System.Runtime.CompilerServices;
using ClickDeploy.Core;
using ClickDeploy.Services;
using ClickDeploy.Storage;

namespace ClickDeploy.Alerts;

/// <summary>
/// The alerts of organisations. Partition <c>{org}</c>: the object <c>a|{inverted time}|{id}</c> and, while it is open, the claim <c>o|{kind}|{subject}</c>,
/// which holds the object's key: written and removed in one batch, so that whoever raises or closes it twice changes nothing.
/// </summary>
public sealed class AlertStore(IStorage storage, Signals signals, TimeProvider time)
{
    private readonly ITable _table = storage.Table("alerts");

    /// <summary>Opens the alert unless one of its kind is open about its subject.</summary>
    public async Task Raise(OrgId org, AlertKind kind, string subject, string message, string fix, ServiceRef? service = null, DeploymentId? deployment = null, CancellationToken cancellation = default)
    {
        var claim = Claim(kind, subject);
        if (await _table.Get(org.Key, claim, cancellation) is not null)
        {
            return;
        }

        var alert = new Alert { Id = Guid.NewGuid(), Kind = kind, Subject = subject, Service = service, Deployment = deployment, Message = message, Fix = fix, OpenedAt = time.GetUtcNow() };
        RowChange[] batch = [new RowChange.Insert(claim, new() { ["alert"] = Key(alert) }), new RowChange.Insert(Key(alert), JsonRow.Of(alert))];
        if (await _table.Commit(org.Key, batch, cancellation) is CommitResult.Committed)
        {
            signals.Raise(Subject(org));
        }
    }

    /// <summary>It is over. Nothing happens when none is open.</summary>
    public async Task Close(OrgId org, AlertKind kind, string subject, CancellationToken cancellation = default)
    {
        while (await _table.Get(org.Key, Claim(kind, subject), cancellation) is { } claim)
        {
            List<RowChange> batch = [new RowChange.Delete(claim.Key, claim.ETag)];
            if (await _table.Get(org.Key, claim.Data.Text("alert")!, cancellation) is { } row)
            {
                batch.Add(new RowChange.Replace(row.Key, JsonRow.Of(JsonRow.Read<Alert>(row) with { ClosedAt = time.GetUtcNow() }), row.ETag));
            }

            if (await _table.Commit(org.Key, batch, cancellation) is CommitResult.Committed)
            {
                signals.Raise(Subject(org));
            }
        }
    }

    /// <summary>Newest first; those after the row key <paramref name="after"/> when it is given (<see cref="Key"/>).</summary>
    public async IAsyncEnumerable<Alert> List(OrgId org, string? after = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var range = KeyRange.Prefix("a|");
        await foreach (var row in _table.Query(org.Key, after is null ? range : range.After(after), cancellation))
        {
            yield return JsonRow.Read<Alert>(row);
        }
    }

    /// <summary>Forgets what was said of a service that is being deleted, and of all others what was over before <paramref name="closedBefore"/>; at most <paramref name="most"/>.</summary>
    public async Task Remove(OrgId org, ServiceRef? service, DateTimeOffset? closedBefore, int most, CancellationToken cancellation = default)
    {
        var gone = new List<Alert>();
        await foreach (var alert in List(org, cancellation: cancellation))
        {
            if (gone.Count < most && ((service is not null && alert.Service == service) || alert.ClosedAt < closedBefore))
            {
                gone.Add(alert);
            }
        }

        foreach (var alert in gone)
        {
            await Close(org, alert.Kind, alert.Subject, cancellation);
            await _table.Commit(org.Key, [new RowChange.Delete(Key(alert))], cancellation);
        }
    }

    /// <summary>Where a list goes on after this alert.</summary>
    public static string Key(Alert alert) => $"a|{NewestFirst.Key(alert.OpenedAt)}|{alert.Id:D}";

    /// <summary>What a change raises in <see cref="Signals"/>.</summary>
    public static string Subject(OrgId org) => $"alerts|{org.Key}";

    private static string Claim(AlertKind kind, string subject) => $"o|{kind}|{subject}";
}
