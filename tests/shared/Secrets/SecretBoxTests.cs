using System.Text;
using ClickDeploy.Core;
using ClickDeploy.Secrets;
using ClickDeploy.Storage.Sqlite;
using ClickDeploy.Tests.Shared.Processes;
using Microsoft.Extensions.Options;

namespace ClickDeploy.Tests.Shared.Secrets;

public sealed class SecretBoxTests : IAsyncDisposable
{
    private static readonly OrgId Acme = new("acme");
    private static readonly byte[] Plain = [.. "hunter22"u8];
    private readonly SqliteStorage _storage = SqliteStorage.InMemory(TimeProvider.System);
    private readonly TempFolder _data = new();

    public async ValueTask DisposeAsync()
    {
        await _storage.DisposeAsync();
        _data.Dispose();
    }

    // Computed with Python's hmac and cryptography: HKDF-SHA256 without salt, AES-256-GCM.
    [Fact]
    public void Seal_KnownKeyAndNonce_GivesTheKnownBox()
    {
        var key = new EncryptionKey([.. Enumerable.Range(0, 32).Select(n => (byte)n)]);
        byte[] nonce = [.. Enumerable.Range(100, 12).Select(n => (byte)n)];

        Assert.Equal("01a9b265786465666768696a6b6c6d6e6fff67b8b9a7d1349a3ac27ea4db15082bcb1edbb62fc0aec0", Convert.ToHexStringLower(SecretBox.Seal(key, Acme, "variables|1", nonce, Plain)));
    }

    [Fact]
    public async Task Open_AtItsPlace_GivesItBack() => Assert.Equal(Plain, await Box().Open(Acme, "a", await Box().Seal(Acme, "a", Plain)));

    [Fact]
    public async Task Seal_Twice_LooksDifferent() => Assert.NotEqual(await Box().Seal(Acme, "a", Plain), await Box().Seal(Acme, "a", Plain));

    [Fact]
    public async Task Open_AtAnotherPlace_IsRefused()
    {
        var box = await Box().Seal(Acme, "a", Plain);

        await Assert.ThrowsAsync<SecretUnreadableException>(async () => await Box().Open(Acme, "b", box));
        await Assert.ThrowsAsync<SecretUnreadableException>(async () => await Box().Open(new("other"), "a", box));
    }

    [Fact]
    public async Task Open_AnyByteChangedOrMissing_IsRefusedWithoutTellingTheSecret()
    {
        var box = await Box().Seal(Acme, "a", Plain);
        for (var at = 0; at < box.Length; at++)
        {
            byte[] changed = [.. box];
            changed[at] ^= 1;
            var refused = await Assert.ThrowsAsync<SecretUnreadableException>(async () => await Box().Open(Acme, "a", changed));
            Assert.DoesNotContain("hunter22", refused.ToString());
            await Assert.ThrowsAsync<SecretUnreadableException>(async () => await Box().Open(Acme, "a", box.AsMemory(0, at)));
        }
    }

    [Fact]
    public async Task Key_NotSet_IsMadeOnceForItsOwnerOnly()
    {
        var box = await Box().Seal(Acme, "a", Plain);
        var file = Path.Combine(_data.Path, "keys", "encryption.key");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(32, new FileInfo(file).Length);
        Assert.Equal(Plain, await Box().Open(Acme, "a", box));
    }

    [Fact]
    public async Task Key_FileLost_IsRefusedAndNoNewOneIsMade()
    {
        await Box().Seal(Acme, "a", Plain);
        var file = Path.Combine(_data.Path, "keys", "encryption.key");
        File.Delete(file);

        Assert.Contains("put the file back", await Refusal());
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task Key_AnotherThanThatOfTheData_IsRefused()
    {
        await Box(Hex('a')).Seal(Acme, "a", Plain);

        Assert.Contains("set ENCRYPTION_KEY to the key of before", await Refusal(Hex('b')));
    }

    [Fact]
    public async Task Key_Replaced_OpensTheOldAndSealsWithTheNew()
    {
        var old = await Box(Hex('a')).Seal(Acme, "a", Plain);
        var digest = await Box(Hex('a')).Digest(Acme, "a", "x");

        var both = Box(Hex('b'), previous: Hex('a'));

        Assert.Equal(Plain, await both.Open(Acme, "a", old));
        Assert.Equal(digest, await both.Digest(Acme, "a", "x"));
        Assert.NotEqual(old[1..5], (await both.Seal(Acme, "a", Plain))[1..5]);
        Assert.Contains("ENCRYPTION_KEY_PREVIOUS", await Refusal(Hex('b')));
    }

    [Fact]
    public async Task Key_RawHexAndBase64_IsTheSame()
    {
        const string raw = "0123456789abcdef0123456789ABCDE-";
        var box = await Box(raw).Seal(Acme, "a", Plain);

        Assert.Equal(Plain, await Box(Convert.ToHexString(Encoding.UTF8.GetBytes(raw))).Open(Acme, "a", box));
        Assert.Equal(Plain, await Box(Convert.ToBase64String(Encoding.UTF8.GetBytes(raw))).Open(Acme, "a", box));
    }

    [Theory]
    [InlineData("secret")]
    [InlineData("0123456789abcdef0123456789abcdef0")]
    [InlineData("zz23456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public async Task Key_NoKey_IsRefusedWithoutRepeatingIt(string key)
    {
        var refusal = await Refusal(key);

        Assert.Contains("ENCRYPTION_KEY is no key", refusal);
        Assert.DoesNotContain(key, refusal);
    }

    [Fact]
    public async Task Digest_TellsPlacesAndValuesApart()
    {
        var box = Box();
        string[] digests = [await box.Digest(Acme, "a", "x"), await box.Digest(Acme, "a", "y"), await box.Digest(Acme, "b", "x"), await box.Digest(new("other"), "a", "x")];

        Assert.Equal(4, digests.Distinct().Count());
        Assert.Equal(digests[0], await Box().Digest(Acme, "a", "x"));
    }

    private static string Hex(char digit) => new(digit, 64);

    private SecretBox Box(string? key = null, string? previous = null) => new(new EncryptionKeys(_storage, Options.Create(new SecretOptions
    {
        DataDirectory = _data.Path,
        Key = key is null ? null : new(key),
        Previous = previous is null ? null : new(previous),
    })));

    private async Task<string> Refusal(string? key = null) =>
        Assert.Single((await Assert.ThrowsAsync<OptionsValidationException>(async () => await Box(key).Seal(Acme, "a", Plain))).Failures);
}
