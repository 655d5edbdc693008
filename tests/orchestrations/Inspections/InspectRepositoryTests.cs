using ClickDeploy.Inspections;
using ClickDeploy.Orchestrations.Inspections;
using ClickDeploy.Services;
using ClickDeploy.Tests.Orchestrations.World;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Orchestrations.Inspections;

public sealed class InspectRepositoryTests(SampleSource source) : IClassFixture<SampleSource>
{
    [Fact]
    public async Task Inspect_ARepository_FindsItsPlanBranchesAndCommit()
    {
        await using var world = new SagaWorld(source.Url);

        var answer = Look(world, new(source.Url, null));

        Assert.Equal(("static", "Static files", "main", "Say hello"), (answer.Plan?.Provider, answer.Plan?.Technology, answer.DefaultBranch, answer.CommitMessage));
        Assert.Equal(["main"], answer.Branches);
        Assert.Null(answer.Failure);
    }

    [Theory]
    [InlineData("file:///nowhere/at/all", null, "/", "repository_not_found")]
    [InlineData(null, "no-such", "/", "no_such_branch")]
    [InlineData(null, null, "/missing", "root_directory_missing")]
    public async Task Inspect_WhatIsNotThere_FailsInWords(string? url, string? branch, string rootDir, string code)
    {
        await using var world = new SagaWorld(source.Url);

        var answer = Look(world, new(url ?? source.Url, branch, rootDir));

        Assert.Equal(code, answer.Failure?.Code);
        Assert.NotEmpty(answer.Failure!.Fix);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task Inspect_EveryStepRunsTwice_EndsTheSame()
    {
        await using var world = new SagaWorld(source.Url);
        world.Intercept((_, _, _, run) => Faults.Twice(run));

        Assert.Equal("static", Look(world, new(source.Url, null)).Plan?.Provider);
    }

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Inspect_AnyStepFails_IsAnsweredAndLeavesNothing(bool afterItsEffect)
    {
        var steps = 0;
        for (var n = 0; n <= steps; n++)
        {
            await using var world = new SagaWorld(source.Url);
            var before = world.Calls;
            if (n > 0)
            {
                Faults.FailAt(world, n - 1, afterItsEffect, [nameof(RemoveInspectionFiles)]);
            }

            var answer = Look(world, new(source.Url, null));

            steps = n == 0 ? world.Calls - before : steps;
            Assert.True(answer.Plan is not null ^ answer.Failure is not null, $"Step {n}: {answer}");
        }
    }

    // From its beginning to the end of its orchestration; the answer as it was while it was kept.
    private static InspectionAnswer Look(SagaWorld world, GitSource source)
    {
        var inspection = new Inspection(new("acme", Guid.NewGuid()), "ada", source, world.Read(services => Task.FromResult(services.GetRequiredService<TimeProvider>().GetUtcNow())));
        Assert.True(world.Read(services => services.GetRequiredService<InspectionStore>().Add(inspection, 1)));
        Assert.False(world.Read(services => services.GetRequiredService<InspectionStore>().Add(inspection with { Ref = new("acme", Guid.NewGuid()) }, 1)));

        world.Begin(nameof(InspectRepository), inspection.Ref, InspectRepository.InstanceOf(inspection.Ref));
        var answer = Answer(world, inspection.Ref);
        while (answer.FinishedAt is null)
        {
            world.Pass(TimeSpan.FromSeconds(1));
            answer = Answer(world, inspection.Ref);
        }

        world.End(InspectRepository.InstanceOf(inspection.Ref));
        AssertNothingLeft(world, inspection);
        return answer;
    }

    private static void AssertNothingLeft(SagaWorld world, Inspection inspection)
    {
        Assert.Empty(world.Entries("inspections"));
        Assert.Empty(world.Jobs.Known);
        Assert.Null(world.Read(services => services.GetRequiredService<InspectionStore>().Find(inspection.Ref)));
        Assert.Null(Answer(world, inspection.Ref).FinishedAt);
        // The place is free again.
        Assert.True(world.Read(services => services.GetRequiredService<InspectionStore>().Add(inspection with { Ref = new("acme", Guid.NewGuid()) }, 1)));
    }

    private static InspectionAnswer Answer(SagaWorld world, InspectionRef inspection) => world.Read(services => services.GetRequiredService<InspectionStore>().Answer(inspection));
}
