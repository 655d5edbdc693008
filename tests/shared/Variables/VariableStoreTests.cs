using System.Text;
using ClickDeploy.Core;
using ClickDeploy.Secrets;
using ClickDeploy.Services;
using ClickDeploy.Storage;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Tests.Shared.Processes;
using ClickDeploy.Variables;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Tests.Shared.Variables;

public sealed class VariableStoreTests : IAsyncDisposable
{
    private readonly SqliteStorage _storage = SqliteStorage.InMemory(TimeProvider.System);
    private readonly TempFolder _data = new();
    private readonly VariableOptions _options = new();
    private readonly VariableStore _variables;
    private readonly ServiceRef _service = new("acme", Guid.NewGuid(), Guid.NewGuid());

    public VariableStoreTests() => _variables = new(
        _storage,
        new SecretBox(new EncryptionKeys(_storage, Options.Create(new SecretOptions { DataDirectory = _data.Path }))),
        new Signals(TimeProvider.System),
        TimeProvider.System,
        Options.Create(_options));

    public async ValueTask DisposeAsync()
    {
        await _storage.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task Read_BeforeTheFirst_IsEmpty() => Assert.Same(VariableSet.Empty, await _variables.Read(_service));

    [Fact]
    public async Task Change_EachTime_IsARevisionThatStays()
    {
        await Set("A", "one");
        await Set("B", "two");
        await Set("A", "three");

        Assert.Equal(["A=three", "B=two"], Shown(await _variables.Read(_service)));
        Assert.Equal(["A=one"], Shown((await _variables.Read(_service, 1))!));
        Assert.Equal(["A=one", "B=two"], Shown((await _variables.Read(_service, 2))!));
        var newest = await _variables.Newest(_service);
        Assert.Equal((3, "ada"), (newest.Number, newest.By));
        Assert.Equal([new VariableChange("A", VariableChangeKind.Changed)], newest.Changes);
    }

    [Fact]
    public async Task Change_ToTheSame_MakesNoRevision()
    {
        await Set("A", "one");

        var update = Assert.IsType<VariableUpdate.Updated>(await Set("A", "one"));

        Assert.Equal(1, update.Set.Revision);
        Assert.Equal(1, (await _variables.Newest(_service)).Number);
    }

    [Fact]
    public async Task Change_FromManyAtOnce_LosesNothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Set($"K{n:D2}", $"{n}")));

        Assert.Equal(Enumerable.Range(0, 20).Select(n => $"K{n:D2}={n}"), Shown(await _variables.Read(_service)));
        Assert.Equal(20, (await _variables.Newest(_service)).Number);
    }

    [Fact]
    public async Task Change_OfARevisionThatIsOld_IsStale()
    {
        await Set("A", "one");
        await Set("A", "two");

        Assert.IsType<VariableUpdate.Stale>(await Set("A", "three", expected: 1));
        Assert.IsType<VariableUpdate.Updated>(await Set("A", "three", expected: 2));
    }

    [Fact]
    public async Task Change_ValuesOfEveryLengthAndCharacter_AreReadBackAsTheyWere()
    {
        var random = new Random(7);
        var values = Enumerable.Range(0, 15).Select(_ => AnyText(random, VariableRules.LongestValue)).Prepend("").ToList();

        await _variables.Change(_service, "ada", null, present => VariableEdits.Set(present, [.. values.Select((value, n) => new VariableInput($"K{n:D2}", new(value)))], replace: true));

        Assert.Equal(values, (await _variables.Read(_service)).Variables.Select(variable => variable.Value.Reveal()));
    }

    [Fact]
    public async Task Change_BeyondTheLimits_IsRefused()
    {
        _options.MaxVariables = 2;
        await Set("A", "1");
        await Set("B", "2");

        Assert.IsType<VariableUpdate.TooMany>(await Set("C", "3"));
        _options.MaxVariables = 3;
        _options.MaxBytes = 100;
        Assert.Equal(new VariableUpdate.TooLarge(104, 100), await Set("C", new string('x', 99)));
    }

    [Fact]
    public async Task Storage_HoldsNoValue()
    {
        await Set("PLAIN", "a plain value");
        await Set("SECRET", "hunter22");

        await foreach (var row in _storage.Table("variables").Query($"acme|{_service.ServiceId}", KeyRange.All))
        {
            var text = string.Concat(row.Data.Values.OfType<byte[]>().Select(Encoding.Latin1.GetString));
            Assert.DoesNotContain("hunter22", text);
            Assert.DoesNotContain("a plain value", text);
        }
    }

    [Fact]
    public async Task Read_ValuesOfAnotherRevision_DoNotOpen()
    {
        await Set("A", "one");
        await Set("A", "two");
        var (table, partition) = (_storage.Table("variables"), $"acme|{_service.ServiceId}");
        var first = await table.Get(partition, "v|0000000001");

        await table.Commit(partition, [new RowChange.Upsert("v|0000000002", first!.Data)]);

        await Assert.ThrowsAsync<SecretUnreadableException>(() => _variables.Read(_service));
    }

    [Fact]
    public async Task Restore_MakesANewRevisionOfTheOldOne()
    {
        await Set("A", "one");
        await Set("A", "two");
        await Set("B", "two");
        var first = await _variables.Read(_service, 1);

        await _variables.Change(_service, "grace", null, _ => VariableEdits.Restore(first!));

        Assert.Equal(["A=one"], Shown(await _variables.Read(_service)));
        var newest = await _variables.Newest(_service);
        Assert.Equal((4, "grace", 1), (newest.Number, newest.By, newest.RestoredFrom));
        Assert.Equal([new("A", VariableChangeKind.Changed), new VariableChange("B", VariableChangeKind.Removed)], newest.Changes);
        Assert.Empty(VariableRevision.Between(await Revision(1), newest));
    }

    [Fact]
    public async Task Prune_KeepsTheNewestAndThoseThatAreNamed()
    {
        _options.KeptRevisions = 2;
        foreach (var n in Enumerable.Range(1, 6))
        {
            await Set("A", $"{n}");
        }

        await _variables.Prune(_service, [2]);
        await _variables.Prune(_service, [2]);

        var left = new List<int>();
        await foreach (var revision in _variables.List(_service))
        {
            left.Add(revision.Number);
        }

        Assert.Equal([6, 5, 2], left);
        Assert.Null(await _variables.Read(_service, 1));
        Assert.Equal(["A=2"], Shown((await _variables.Read(_service, 2))!));
    }

    [Fact]
    public async Task RemoveAll_LeavesNothing()
    {
        await Set("A", "one");
        await Set("A", "two");

        await _variables.RemoveAll(_service);

        Assert.Same(VariableSet.Empty, await _variables.Read(_service));
        await foreach (var row in _storage.Table("variables").Query($"acme|{_service.ServiceId}", KeyRange.All))
        {
            Assert.Fail($"{row.Key} is left.");
        }
    }

    /// <summary>Up to that many bytes of any Unicode but NUL.</summary>
    internal static string AnyText(Random random, int bytes)
    {
        var text = new StringBuilder();
        for (var left = random.Next(bytes + 1); left > 0;)
        {
            var rune = random.Next(4) switch
            {
                0 => new Rune(random.Next(1, 128)),
                1 => new Rune(random.Next(128, 0xD800)),
                2 => new Rune(random.Next(0xE000, 0x11_0000)),
                _ => new Rune("\n\r\t\"'\\$`#= %&;|"[random.Next(15)]),
            };
            if ((left -= rune.Utf8SequenceLength) >= 0)
            {
                text.Append(rune.ToString());
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Shown(VariableSet set) => set.Variables.Select(variable => $"{variable.Key}={variable.Value.Reveal()}");

    private async Task<VariableRevision> Revision(int number) => (await _variables.Find(_service, number))!;

    private Task<VariableUpdate> Set(string key, string value, int? expected = null) =>
        _variables.Change(_service, "ada", expected, present => VariableEdits.Set(present, [new(key, new(value))], replace: false));
}
