using ClickDeploy.Clients.Git;
using ClickDeploy.Deployments;
using ClickDeploy.Inspections;
using ClickDeploy.Orchestrations.Cleanup;
using ClickDeploy.Orchestrations.Deployments;
using ClickDeploy.Orchestrations.Inspections;
using ClickDeploy.Orchestrations.Routes;
using ClickDeploy.Orchestrations.Secrets;
using ClickDeploy.Orchestrations.Services;
using ClickDeploy.SelfHost.Durable.History;
using ClickDeploy.Services;
using ClickDeploy.Tests.Orchestrations.World;
using ClickDeploy.Tests.SelfHost.Durable.Traces;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace ClickDeploy.Tests.Upgrades;

/// <summary>The paths that each release records: of every orchestrator its success, and what it does when something fails, is cancelled, waits or is tried again.</summary>
internal static class Scenarios
{
    public static IReadOnlyList<Scenario> All { get; } = [.. Deployments(), .. Commands(), .. Restarts(), .. Deletions(), .. Abandoned(), .. Others()];

    private static IEnumerable<Scenario> Deployments()
    {
        yield return new("DeployService.first", world => Ended(world.Deploy()));
        yield return new("DeployService.again", world => Twice(world));
        yield return new("DeployService.worker", world => Twice(world)) { Port = null };
        yield return new("DeployService.rollback", world =>
        {
            var first = world.Deploy();
            world.Deploy();
            return Ended(world.Rollback(first));
        });
        yield return new("DeployService.rollback-never-healthy", world =>
        {
            var first = world.Deploy();
            world.Deploy();
            world.Target.Sick = true;
            return Ended(world.Rollback(first));
        });
        yield return new("DeployService.commit-not-offered", world =>
        {
            world.Intercept(async (_, _, input, run) =>
            {
                var result = await run();
                return input is RunJob { Job: BuildJob.Fetch } ? new JobResult(false, new(GitFailure.CommitNotOffered, "The host does not offer it.", "Nothing.")) : result;
            });
            return Ended(world.Deploy());
        });
        yield return new("DeployService.installs-builds-and-runs-its-command", world =>
        {
            world.Save(service => service with { InstallCommand = "true", BuildCommand = "true", PreDeployCommand = "true" });
            return Ended(world.Deploy());
        });
        yield return new("DeployService.long-job", world =>
        {
            var deployment = InAJob(world, looks: 3);
            world.Jobs.Held = false;
            return Ended(world.Finish(deployment));
        });
        yield return new("DeployService.within-a-trace", world =>
        {
            using var spans = new Spans(out var within);
            using (within)
            {
                var id = Ended(world.Deploy());
                Assert.StartsWith($"00-{within.TraceId}-", world.Histories().Single(history => history.Instance == id).Steps[0].Received.OfType<ExecutionStarted>().Single().Trace, StringComparison.Ordinal);
                return id;
            }
        });
        yield return new("DeployService.no-repository", world => Ended(world.Deploy())) { Source = "file:///nowhere/at/all" };
        yield return new("DeployService.build-fails", world => Changed(world, service => service with { BuildCommand = "false" }));
        yield return new("DeployService.command-before-it-fails", world => Changed(world, service => service with { PreDeployCommand = "false" }));
        yield return new("DeployService.never-healthy", world =>
        {
            world.Deploy();
            world.Target.Sick = true;
            return Ended(world.Deploy());
        });
        yield return new("DeployService.instance-ends", world =>
        {
            world.Target.EndsAtOnce = true;
            return Ended(world.Deploy());
        });
        yield return new("DeployService.cancelled-while-it-waits", world =>
        {
            world.Jobs.Held = true;
            var first = world.StartInTurn();
            var second = world.Start();
            world.Pass(TimeSpan.FromSeconds(40));
            world.Raise(second.Id.ToString(), DeployService.Cancel);
            var ended = Ended(world.Finish(second));
            world.Jobs.Held = false;
            world.Finish(first);
            return ended;
        });
        yield return new("DeployService.cancelled-in-a-job", world =>
        {
            var deployment = InAJob(world, looks: 1);
            world.Raise(deployment.Id.ToString(), DeployService.Cancel);
            world.Pass(TimeSpan.FromSeconds(1));
            world.Jobs.Held = false;
            return Ended(world.Finish(deployment));
        });
        yield return new("DeployService.cancelled-before-it-is-healthy", world =>
        {
            world.Deploy();
            world.Target.Sick = true;
            var deployment = world.StartInTurn();
            while (world.Target.Running.Count < 2)
            {
                world.Pass(TimeSpan.FromSeconds(0.1));
            }

            world.Pass(TimeSpan.FromSeconds(8));
            world.Raise(deployment.Id.ToString(), DeployService.Cancel);
            return Ended(world.Finish(deployment));
        });
        yield return new("DeployService.superseded", world =>
        {
            var first = world.StartInTurn();
            var (second, third) = (world.Start(), world.Start());
            foreach (var deployment in new[] { first, second, third })
            {
                world.Finish(deployment);
            }

            return second.Id.ToString();
        });
        yield return new("DeployService.retried", world => Failing(world, 2, nameof(StartInstance), nameof(PrepareSource)));
        yield return new("DeployService.outage", world => Failing(world, 6, nameof(StartInstance)));
        yield return new("DeployService.outage-at-the-switch-and-undo-retried", world =>
        {
            world.Deploy();
            return Failing(world, 6, nameof(SwitchTraffic), nameof(RemoveRelease));
        });
        yield return new("DeployService.retried-past-the-point-of-no-return", world =>
        {
            world.Deploy();
            return Failing(world, 8, nameof(RemoveInstance), nameof(PruneReleases));
        });
    }

    private static IEnumerable<Scenario> Commands()
    {
        yield return new("StopService.done", world => Command(world, OperationKind.Stop));
        yield return new("StopService.retried", world => Command(world, OperationKind.Stop, failing: nameof(RemoveInstance)));
        yield return new("StopService.waits", world =>
        {
            world.Deploy();
            world.Jobs.Held = true;
            var deployment = world.StartInTurn();
            var stop = world.NextCommand(OperationKind.Stop);
            world.Begin(nameof(StopService), stop, stop.OperationId);
            world.Pass(TimeSpan.FromSeconds(70));
            world.Jobs.Held = false;
            world.Finish(deployment);
            world.End(stop.OperationId);
            return stop.OperationId;
        });
        yield return new("StartService.done", world =>
        {
            Command(world, OperationKind.Stop);
            return Command(world, OperationKind.Start, deploy: false);
        });
        yield return new("StartService.refused", world => Command(world, OperationKind.Start));
        yield return new("StartService.instance-ends", world =>
        {
            Command(world, OperationKind.Stop);
            world.Target.EndsAtOnce = true;
            return Command(world, OperationKind.Start, deploy: false);
        });
        yield return new("RestartService.done", world => Command(world, OperationKind.Restart));
        yield return new("RestartService.worker", world => Command(world, OperationKind.Restart)) { Port = null };
        yield return new("RestartService.outage", world => Command(world, OperationKind.Restart, failing: nameof(StartInstance), times: 6));
        yield return new("RestartService.never-healthy", world =>
        {
            world.Deploy();
            world.Target.Sick = true;
            return Command(world, OperationKind.Restart, deploy: false);
        });
    }

    private static IEnumerable<Scenario> Restarts()
    {
        yield return new("RestartInstance.done", world => Restart(world, world.Deploy()));
        yield return new("RestartInstance.replaced-meanwhile", world =>
        {
            var old = world.Deploy();
            world.Deploy();
            return Restart(world, old);
        });
        yield return new("RestartInstance.crash-loop", world =>
        {
            var deployment = world.Deploy();
            world.Target.EndsAtOnce = true;
            return Restart(world, deployment);
        });
        yield return new("RestartInstance.outage", world =>
        {
            var deployment = world.Deploy();
            Fail(world, 6, nameof(StartInstance));
            return Restart(world, deployment);
        });
        yield return new("RestartInstance.waits", world =>
        {
            var dead = world.Deploy();
            var deployment = InAJob(world, looks: 1);
            world.Target.Kill(dead.Instance!.Value);
            var input = new RestartInstanceInput(world.Service, dead.Instance!.Value.Value);
            world.Begin(nameof(RestartInstance), input, input.OperationId);
            world.Pass(TimeSpan.FromSeconds(40));
            world.Jobs.Held = false;
            world.Finish(deployment);
            world.End(input.OperationId);
            return input.OperationId;
        });
        yield return new("RestartInstance.sick", world =>
        {
            var sick = world.Deploy().Instance!.Value;
            world.Target.Sicken(sick);
            var input = new RestartInstanceInput(world.Service, sick.Value, Sick: new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
            return Run(world, nameof(RestartInstance), input, input.OperationId);
        });
    }

    private static IEnumerable<Scenario> Deletions()
    {
        yield return new("DeleteService.done", world =>
        {
            world.Deploy();
            return Run(world, nameof(DeleteService), world.Service, $"delete-{world.Service.Service}");
        });
        yield return new("DeleteService.cancels-a-deployment", world =>
        {
            world.Deploy();
            world.Target.Sick = true;
            world.StartInTurn();
            world.Do(services => services.GetRequiredService<ServiceStore>().MarkDeleting(world.Service.OrgId, world.Service.ServiceId, CancellationToken.None));
            return Run(world, nameof(DeleteService), world.Service, $"delete-{world.Service.Service}");
        });
        yield return new("DeleteService.goes-on-past-a-failure", world =>
        {
            world.Deploy();
            Fail(world, 20, nameof(RemoveServing));
            return Run(world, nameof(DeleteService), world.Service, $"delete-{world.Service.Service}");
        });
        yield return new("DeleteProject.done", world =>
        {
            world.Deploy();
            return Run(world, nameof(DeleteProject), new DeleteProjectInput("acme", world.Service.Project), $"delete-{world.Service.Project}");
        });
        yield return new("DeleteProject.retried", world =>
        {
            Fail(world, 3, nameof(MarkServices), nameof(RemoveProject));
            return Run(world, nameof(DeleteProject), new DeleteProjectInput("acme", world.Service.Project), $"delete-{world.Service.Project}");
        });
    }

    private static IEnumerable<Scenario> Abandoned()
    {
        yield return new("EndAbandoned.deployment-with-an-instance", world =>
        {
            world.Deploy();
            return End(world, 10, () => Ended(world.Start()));
        });
        yield return new("EndAbandoned.deployment-with-the-traffic", world =>
        {
            world.Deploy();
            return End(world, 13, () => Ended(world.Start()));
        });
        yield return new("EndAbandoned.deployment-that-waited", world =>
        {
            world.Jobs.Held = true;
            world.StartInTurn();
            return End(world, 1, () => Ended(world.Start()));
        });
        yield return new("EndAbandoned.stop", world =>
        {
            world.Deploy();
            return End(world, 2, () => Begun(world, OperationKind.Stop));
        });
        yield return new("EndAbandoned.restart", world =>
        {
            world.Deploy();
            return End(world, 2, () => Begun(world, OperationKind.Restart));
        });
        yield return new("EndAbandoned.restart-of-a-dead-instance", world =>
        {
            var dead = world.Deploy().Instance!.Value;
            world.Target.Kill(dead);
            var restart = new RestartInstanceInput(world.Service, dead.Value);
            return End(world, 2, () => Begun(world, nameof(RestartInstance), restart, restart.OperationId));
        });
        yield return new("EndAbandoned.deletion", world =>
        {
            world.Deploy();
            return End(world, 2, () => Begun(world, nameof(DeleteService), world.Service, $"delete-{world.Service.Service}"));
        });
    }

    private static IEnumerable<Scenario> Others()
    {
        yield return new("InspectRepository.done", world => Inspect(world));
        yield return new("InspectRepository.no-repository", world => Inspect(world)) { Source = "file:///nowhere/at/all" };
        yield return new("InspectRepository.outage", world =>
        {
            Fail(world, 6, nameof(PlanInspection));
            return Inspect(world);
        });
        yield return new("ResealSecrets.done", world =>
        {
            world.Deploy();
            Fail(world, 2, nameof(ResealServices));
            var input = new ResealSecretsInput("00000000");
            return Run(world, nameof(ResealSecrets), input, input.OperationId);
        });
        yield return new("CleanUp.done", world => Run(world, nameof(CleanUp), "", "cleanup"));
        yield return new("CleanUp.retried", world =>
        {
            Fail(world, 2, nameof(TrimCaches));
            return Run(world, nameof(CleanUp), "", "cleanup");
        });
        yield return new("RestoreProxy.done", world =>
        {
            WithProxy(world, failures: 1);
            return Run(world, nameof(RestoreProxy), "", "restore-proxy");
        });
        yield return new("RestoreProxy.failed-and-rewound", world =>
        {
            WithProxy(world, failures: 6);
            world.Begin(nameof(RestoreProxy), "", "restore-proxy");
            world.Tick(async (_, client) =>
            {
                Assert.Equal(OrchestrationRuntimeStatus.Failed, (await client.WaitForInstanceCompletionAsync("restore-proxy")).RuntimeStatus);
                await client.RewindInstanceAsync("restore-proxy", "the proxy is back");
            });
            world.End("restore-proxy");
            return "restore-proxy";
        });
    }

    // Terminated after its n-th step, and ended.
    private static string End(SagaWorld world, int n, Func<string> begin)
    {
        var id = "";
        Assert.True(world.TerminateAt(n, afterItsEffect: true, () => id = begin()));
        world.Tick(async (services, client) => Assert.True(await services.GetRequiredService<AbandonedOperations>().End(client, world.Service, id, givesUp: false, CancellationToken.None)));
        var end = new AbandonedOperation(world.Service, id).OperationId;
        world.End(end);
        return end;
    }

    private static string Begun(SagaWorld world, OperationKind kind)
    {
        var command = world.NextCommand(kind);
        return Begun(world, $"{kind}Service", command, command.OperationId);
    }

    private static string Begun(SagaWorld world, string orchestrator, object input, string id)
    {
        world.Begin(orchestrator, input, id);
        return id;
    }

    private static string Ended(Deployment deployment) => deployment.Ref.Id.ToString();

    private static string Ended(DeploymentRef deployment) => deployment.Id.ToString();

    // Its first job is under way, has been looked at again so often, and seems to run on while Jobs.Held.
    private static DeploymentRef InAJob(SagaWorld world, int looks)
    {
        world.Jobs.Held = true;
        var started = world.Jobs.Started.Count;
        var deployment = world.StartInTurn();
        while (world.Jobs.Started.Count == started)
        {
            world.Pass(TimeSpan.FromSeconds(0.1));
        }

        for (var before = world.Calls; world.Calls < before + looks;)
        {
            world.Pass(TimeSpan.FromSeconds(1));
        }

        return deployment;
    }

    private static string Twice(SagaWorld world)
    {
        world.Deploy();
        return Ended(world.Deploy());
    }

    private static string Changed(SagaWorld world, Func<Service, Service> change)
    {
        world.Deploy();
        world.Save(change);
        return Ended(world.Deploy());
    }

    private static string Failing(SagaWorld world, int times, params string[] steps)
    {
        Fail(world, times, steps);
        return Ended(world.Deploy());
    }

    // Each of them so often.
    private static void Fail(SagaWorld world, int times, params string[] steps)
    {
        var failures = steps.ToDictionary(step => step, _ => times);
        world.Intercept((_, name, _, run) => failures.TryGetValue(name, out var left) && left > 0 && (failures[name] = left - 1) >= 0 ? throw new IOException("the outside is out of order") : run());
    }

    private static void WithProxy(SagaWorld world, int failures) => world.Intercept((_, name, _, run) =>
        name != nameof(LoadProxy) ? run() : failures-- > 0 ? throw new IOException("the proxy does not answer") : Task.FromResult<object?>(null));

    private static string Command(SagaWorld world, OperationKind kind, bool deploy = true, string? failing = null, int times = 3)
    {
        if (deploy)
        {
            world.Deploy();
        }

        if (failing is not null)
        {
            Fail(world, times, failing);
        }

        var command = world.NextCommand(kind);
        return Run(world, $"{kind}Service", command, command.OperationId);
    }

    private static string Restart(SagaWorld world, Deployment dead)
    {
        if (world.Target.Running.Contains(dead.Instance!.Value))
        {
            world.Target.Kill(dead.Instance!.Value);
        }

        var input = new RestartInstanceInput(world.Service, dead.Instance!.Value.Value);
        return Run(world, nameof(RestartInstance), input, input.OperationId);
    }

    private static string Inspect(SagaWorld world)
    {
        var source = world.Spec().GitSource!;
        var inspection = new Inspection(new("acme", Guid.NewGuid()), "ada", source, world.Read(services => Task.FromResult(services.GetRequiredService<TimeProvider>().GetUtcNow())));
        world.Do(services => services.GetRequiredService<InspectionStore>().Add(inspection, 1));
        return Run(world, nameof(InspectRepository), inspection.Ref, InspectRepository.InstanceOf(inspection.Ref));
    }

    private static string Run(SagaWorld world, string orchestrator, object input, string id)
    {
        world.Run(orchestrator, input, id);
        return id;
    }
}
