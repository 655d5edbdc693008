using System.Text;
using ClickDeploy.Clients.Git;
using ClickDeploy.Core;
using ClickDeploy.Deployments;
using ClickDeploy.Tests.Orchestrations.World;
using ClickDeploy.Tests.Shared.Clients.Git;

namespace ClickDeploy.Tests.Orchestrations.Deployments;

/// <summary>Repositories of a few KiB whose checkout would fill the disk.</summary>
public sealed class CheckoutSizeTests : IDisposable
{
    private const int FileBytes = 16 << 20;
    private readonly TestRepository _repository = new();

    public void Dispose() => _repository.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deploy_OneFileManyTimes_FailsBeforeItIsWritten(bool eachStepTwice)
    {
        SameFile((int)(GitCommands.LargestFile / FileBytes) + 1);
        await using var world = new SagaWorld(_repository.Url);
        if (eachStepTwice)
        {
            world.Intercept(async (_, _, _, run) =>
            {
                await run();
                return await run();
            });
        }

        var failed = world.Deploy();

        Assert.Equal((DeploymentStatus.Failed, "repository_too_large"), (failed.Status, failed.Error?.Code));
        Assert.Contains("larger than 1 GiB", failed.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(StepStatus.Failed, failed.Steps.Single(step => step.Name == StepName.Clone).Status);
        world.AssertNothingLeft(null);
    }

    [Fact]
    public async Task Deploy_FoldersInFoldersWithoutEnd_FailsInWords()
    {
        FoldersInFolders(levels: 9, each: 12);
        await using var world = new SagaWorld(_repository.Url);

        var failed = world.Deploy();

        Assert.Equal((DeploymentStatus.Failed, "repository_too_large"), (failed.Status, failed.Error?.Code));
        Assert.Contains("so many files", failed.Error!.Message, StringComparison.Ordinal);
        world.AssertNothingLeft(null);
    }

    private void SameFile(int times)
    {
        var blob = Write("blob", new byte[FileBytes]);
        _repository.Git(["update-index", "--add", .. Enumerable.Range(0, times).SelectMany(n => new[] { "--cacheinfo", $"100644,{blob},{n}" })]);
        _repository.Git("commit", "--quiet", "--message", "Much ado");
    }

    private void FoldersInFolders(int levels, int each)
    {
        var (mode, id) = ("100644", Write("blob", []));
        for (var level = 0; level < levels; level++)
        {
            byte[] entry(int n) => [.. Encoding.ASCII.GetBytes($"{mode} {(char)('a' + n)}\0"), .. Convert.FromHexString(id)];
            (mode, id) = ("40000", Write("tree", [.. Enumerable.Range(0, each).SelectMany(entry)]));
        }

        _repository.Git("update-ref", "refs/heads/main", _repository.Git("commit-tree", id, "-m", "About nothing").Trim());
    }

    private string Write(string type, byte[] content)
    {
        var file = Path.Combine(_repository.Directory, ".git", "content");
        File.WriteAllBytes(file, content);
        return _repository.Git("hash-object", "-t", type, "-w", file).Trim();
    }
}
