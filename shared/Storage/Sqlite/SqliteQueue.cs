using System.Globalization;

namespace ClickDeploy.Storage.Sqlite;

internal sealed class SqliteQueue(SqliteDatabase database, string queue, TimeProvider time) : IQueue
{
    private const string Add = "INSERT INTO messages (queue, visible, sent, taken, receipt, body) VALUES ($0, $1, $2, 0, '', $3)";
    private const string AnyVisible = "SELECT EXISTS (SELECT 1 FROM messages WHERE queue = $0 AND visible <= $1)";
    private const string Take = """
        UPDATE messages SET visible = $2, taken = taken + 1, receipt = $3
        WHERE id IN (SELECT id FROM messages WHERE queue = $0 AND visible <= $1 ORDER BY visible, id LIMIT $4)
        RETURNING id, body, taken, sent
        """;
    private const string HideMessage = "UPDATE messages SET visible = $3, receipt = $4 WHERE id = $1 AND queue = $0 AND receipt = $2";
    private const string DeleteMessage = "DELETE FROM messages WHERE id = $1 AND queue = $0 AND receipt = $2";
    private const string CountAll = "SELECT count(*) FROM messages WHERE queue = $0";

    private readonly QueueBell _bell = new(time);

    private long Now => time.GetUtcNow().UtcTicks;

    public async Task Send(string body, TimeSpan delay = default, CancellationToken cancellation = default)
    {
        Rules.QueueRules.Send(body, delay);
        await database.Write(session => session.Execute(Add, queue, Now + delay.Ticks, Now, body), body.Length, cancellation);
        _bell.Ring();
    }

    public async Task<IReadOnlyList<QueueMessage>> Receive(int count, TimeSpan hidden, CancellationToken cancellation = default)
    {
        Rules.QueueRules.Receive(count, hidden);
        cancellation.ThrowIfCancellationRequested();

        // Most often there is nothing, and a read costs no write.
        if (database.Read(session => session.Scalar(AnyVisible, queue, Now)) is 0L)
            return [];
        var receipt = Guid.NewGuid().ToString("N");
        return await database.Write(session => Taken(session, count, hidden, receipt), count, cancellation);
    }

    public async Task<QueueMessage?> Hide(QueueMessage message, TimeSpan hidden, CancellationToken cancellation = default)
    {
        Rules.QueueRules.Hide(message, hidden);
        var receipt = Guid.NewGuid().ToString("N");
        var isOurs = await database.Write(session => session.Execute(HideMessage, queue, Id(message), message.Receipt, Now + hidden.Ticks, receipt) == 1, 0, cancellation);
        if (isOurs && hidden == TimeSpan.Zero)
            _bell.Ring();
        return isOurs ? message with { Receipt = receipt } : null;
    }

    public Task<bool> Delete(QueueMessage message, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return database.Write(session => session.Execute(DeleteMessage, queue, Id(message), message.Receipt) == 1, 0, cancellation);
    }

    public Task<long> Count(CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(database.Read(session => (long)session.Scalar(CountAll, queue)!));
    }

    public Task Arrival(TimeSpan longest, CancellationToken cancellation = default) => _bell.Wait(longest, cancellation);

    private List<QueueMessage> Taken(SqliteSession session, int count, TimeSpan hidden, string receipt)
    {
        var taken = new List<(long Id, QueueMessage Message)>();
        var now = Now;
        using (var reader = session.Read(Take, queue, now, now + hidden.Ticks, receipt, count))
        {
            while (reader.Read())
            {
                var id = reader.GetInt64(0);
                taken.Add((id, new QueueMessage(id.ToString(CultureInfo.InvariantCulture), receipt, reader.GetString(1), reader.GetInt32(2), new DateTimeOffset(reader.GetInt64(3), TimeSpan.Zero))));
            }
        }

        // RETURNING promises no order.
        return [.. taken.OrderBy(one => one.Id).Select(one => one.Message)];
    }

    private static long Id(QueueMessage message) => long.TryParse(message.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;
}
