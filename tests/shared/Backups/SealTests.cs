using System.Security.Cryptography;
using ClickDeploy.Backups;

namespace ClickDeploy.Tests.Shared.Backups;

public sealed class SealTests
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(Seal.KeyLength);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Seal.ChunkLength)]
    [InlineData(Seal.ChunkLength + 1)]
    [InlineData(3 * Seal.ChunkLength)]
    public async Task Open_WhatWasSealed_IsTheSame(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);

        Assert.Equal(content, await Open(await Sealed(content), Key));
    }

    [Fact]
    public async Task Seal_Twice_GivesDifferentBytes() => Assert.NotEqual(await Sealed([1, 2, 3]), await Sealed([1, 2, 3]));

    [Fact]
    public async Task Open_CutOffAnywhere_SaysSo()
    {
        var whole = await Sealed(RandomNumberGenerator.GetBytes(Seal.ChunkLength + 100));
        foreach (var length in (int[])[0, 5, 18, 20, 1000, Seal.SaltLength + Seal.HeadLength + Seal.ChunkLength + Seal.TagLength, whole.Length - 1])
            Assert.Contains("cut off", (await Assert.ThrowsAsync<BackupException>(() => Open(whole[..length], Key))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_AnyByteChanged_IsRefused()
    {
        var whole = await Sealed(RandomNumberGenerator.GetBytes(200));
        for (var at = 0; at < whole.Length; at++)
        {
            byte[] changed = [.. whole];
            changed[at] ^= 0x40;
            await Assert.ThrowsAsync<BackupException>(() => Open(changed, Key));
        }
    }

    [Fact]
    public async Task Open_ChunksSwapped_IsRefused()
    {
        const int Chunk = Seal.HeadLength + Seal.ChunkLength + Seal.TagLength;
        var whole = await Sealed(RandomNumberGenerator.GetBytes(3 * Seal.ChunkLength));
        byte[] swapped = [.. whole[..Seal.SaltLength], .. whole.AsSpan(Seal.SaltLength + Chunk, Chunk), .. whole.AsSpan(Seal.SaltLength, Chunk), .. whole.AsSpan(Seal.SaltLength + (2 * Chunk))];

        await Assert.ThrowsAsync<BackupException>(() => Open(swapped, Key));
    }

    [Fact]
    public async Task Open_WithSomethingBehindIt_IsRefused() =>
        Assert.Contains("added behind", (await Assert.ThrowsAsync<BackupException>(async () => await Open([.. await Sealed([1]), 0], Key))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Open_AnotherKey_SaysSo() =>
        Assert.Contains("passphrase or key is not the one", (await Assert.ThrowsAsync<BackupException>(async () => await Open(await Sealed([1]), new byte[Seal.KeyLength]))).Message, StringComparison.Ordinal);

    private static async Task<byte[]> Sealed(byte[] content)
    {
        using var output = new MemoryStream();
        await using var sealing = new SealingStream(output, Key);
        await sealing.WriteAsync(content);
        await sealing.Finish(CancellationToken.None);
        return output.ToArray();
    }

    private static async Task<byte[]> Open(byte[] bytes, byte[] key)
    {
        using var output = new MemoryStream();
        await using var opening = new OpeningStream(new MemoryStream(bytes), key);
        await opening.CopyToAsync(output);
        return output.ToArray();
    }
}
