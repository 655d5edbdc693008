using ClickDeploy.SelfHost.Durable.Replay;
using ClickDeploy.SelfHost.Durable.Rows;

namespace ClickDeploy.SelfHost.Durable.Hub;

/// <summary>An instance in memory.</summary>
/// <param name="live">Null when the instance has ended.</param>
internal sealed class InstanceState(StoredInstance stored, Orchestration? live)
{
    public InstanceRow Row { get; private set; } = stored.Row;

    public string ETag { get; private set; } = stored.ETag;

    public Orchestration? Live { get; private set; } = live;

    /// <summary>Steps whose outbox row stands.</summary>
    public HashSet<int> Outbox { get; } = [];

    /// <summary>Those of <see cref="Outbox"/> that are delivered: their rows may go.</summary>
    public HashSet<int> Told { get; } = [];

    /// <summary>The listing is known to have it. Its hot row stays until then: by it a next holder lists what a starter that died did not.</summary>
    public bool IsListed { get; set; }

    /// <summary>There may be rows of generations and executions before this one.</summary>
    public bool HasPast { get; set; } = stored.Row.First > 0;

    public void Committed(InstanceRow row, string etag)
    {
        Row = row;
        ETag = etag;
        if (row.IsFinished)
        {
            Live = null;
        }
    }
}
