using System.Globalization;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;

// Writes to the SQLite file of the first argument until it is killed, and says on standard output what was acknowledged:
// "row {caller} {n}" for a batch of the row {caller}|{n} and the caller's counter, "log {caller} {length}" for an append.
await using var storage = SqliteStorage.Open(args[0], TimeProvider.System);
var (table, blobs) = (storage.Table("rows"), storage.Blobs("logs"));
var output = TextWriter.Synchronized(Console.Out);

await Task.WhenAll(Enumerable.Range(0, 4).Select(caller => Task.Run(async () =>
{
    var counter = $"counter|{caller}";
    var n = (await table.Get("p", counter))?.Data.Int64("n") ?? 0;
    for (var log = $"log{caller}"; ; n++)
    {
        var batch = await table.Commit("p", [new RowChange.Insert($"{caller}|{n:D10}", new RowData { ["n"] = n, ["data"] = new byte[n % 5000] }), new RowChange.Upsert(counter, new RowData { ["n"] = n + 1 })]);
        if (batch is not CommitResult.Committed)
            throw new InvalidOperationException($"Row {caller}|{n} was refused: {batch}.");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"row {caller} {n}"));

        var length = await blobs.Length(log) ?? 0;
        if (!await blobs.Append(log, length, BitConverter.GetBytes(n)))
            throw new InvalidOperationException($"The append to {log} at {length} was refused.");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"log {caller} {length + sizeof(long)}"));
    }
})));
