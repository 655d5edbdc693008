namespace ClickDeploy.Storage.Sqlite;

/// <summary>Leases of blob names: they exclude each other and nothing else.</summary>
internal sealed class SqliteLeases(SqliteDatabase database, string container, TimeProvider time)
{
    private const string TakeLease = """
        INSERT INTO leases (container, name, id, seconds, until) VALUES ($0, $1, $2, $3, $4)
        ON CONFLICT (container, name) DO UPDATE SET id = excluded.id, seconds = excluded.seconds, until = excluded.until WHERE until <= $5
        """;
    private const string RenewLease = "UPDATE leases SET until = $3 + seconds * 10000000 WHERE container = $0 AND name = $1 AND id = $2 AND until > $3";
    private const string ReleaseLease = "DELETE FROM leases WHERE container = $0 AND name = $1 AND id = $2";

    public Task<string?> Take(string name, TimeSpan duration, CancellationToken cancellation)
    {
        var key = KeyCodec.Encode(name);
        var id = Guid.NewGuid().ToString();
        return database.Write(
            session =>
            {
                var now = time.GetUtcNow().UtcTicks;
                var taken = session.Execute(TakeLease, container, key, id, (long)duration.TotalSeconds, now + duration.Ticks, now);
                return taken == 1 ? id : null;
            },
            0,
            cancellation);
    }

    public Task<bool> Renew(string name, string leaseId, CancellationToken cancellation)
    {
        var key = KeyCodec.Encode(name);
        return database.Write(session => session.Execute(RenewLease, container, key, leaseId, time.GetUtcNow().UtcTicks) == 1, 0, cancellation);
    }

    public Task Release(string name, string leaseId, CancellationToken cancellation)
    {
        var key = KeyCodec.Encode(name);
        return database.Write(session => session.Execute(ReleaseLease, container, key, leaseId), 0, cancellation);
    }
}
