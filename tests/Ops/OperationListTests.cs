using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using ClickDeploy.Functions.Auth;
using ClickDeploy.Ops;
using ClickDeploy.Ops.Commands;
using ClickDeploy.Ops.Platform;
using ClickDeploy.Tests.Functions;
using ClickDeploy.Tests.Shared.Processes;
using Spectre.Console;

namespace ClickDeploy.Tests.Ops;

/// <summary>The list and the timeline on terminals of several widths.</summary>
[Trait("Speed", "Slow")]
public sealed partial class OperationListTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    [Fact]
    public async Task Operations_OnATerminal_FitIt()
    {
        var org = AppFixture.NewOrg();
        var owner = fixture.App.AsOwner(org);
        var project = (await owner.Post("/projects", new { name = "Shop" })).Field("id");
        var service = (await owner.Post($"/projects/{project}/services", new { name = "web", git_source = new { url = "file:///nowhere/at/all" } })).Field("id");
        var id = (await owner.Post($"/services/{service}/deploy", new { })).Is(HttpStatusCode.Accepted).Field("id");
        await Eventually.Is(async () => (await owner.Get($"/operations/{id}")), answer => answer.Status == HttpStatusCode.OK && answer.Field("status") == "failed", "The end of the deployment");

        var narrow = await Lines(org, 40, OperationsCommand.Command);
        Assert.Equal("deploy Shop/web: failed", narrow[0]);
        Assert.Equal("  " + id, narrow[2]);
        Assert.All(narrow, line => Assert.InRange(line.Length, 1, 40));
        var wide = await Lines(org, 160, OperationsCommand.Command);
        Assert.Contains(wide, line => line.Contains(id, StringComparison.Ordinal) && line.Contains("Shop/web", StringComparison.Ordinal));

        var timeline = await Lines(org, 60, OperationCommand.Command, id);
        Assert.Equal("deploy of Shop/web has failed", timeline[0]);
        Assert.Contains("What it had done was undone.", timeline);
        Assert.Contains(timeline, line => line.StartsWith("✗ Fetch the source", StringComparison.Ordinal));
        Assert.Contains(timeline, line => line.StartsWith("↶ Undo: remove build", StringComparison.Ordinal));
        Assert.Contains($"./ops retry {id} tries it again.", timeline);
        Assert.DoesNotContain(timeline, line => line.StartsWith("It says", StringComparison.Ordinal));
        Assert.DoesNotContain(timeline, line => line.StartsWith("input of the operation", StringComparison.Ordinal));

        Assert.Equal(["It has written nothing."], await Lines(org, 60, LogsCommand.Command, "web"));
    }

    [Fact]
    public void Now_OfOneThatFollowsAnother_SaysThatItWaitsForItsTurn()
    {
        var step = new { kind = "activity", name = "ClaimService", attempt = 1, until = "2026-11-22T12:00:30Z" };

        Assert.Equal("Waits for its turn at the service", OperationsCommand.Now(JsonSerializer.SerializeToElement(new { current_step = step })));
        Assert.Equal("Claim service", OperationsCommand.Now(JsonSerializer.SerializeToElement(new { current_step = new { step.kind, step.name } })));
    }

    [Theory]
    [InlineData("terminated", "restart", null, "Its orchestration was ended by an administrator. ./ops cancel o1 undoes what it had begun, and frees its service.")]
    [InlineData("terminated", "delete", null, "Its orchestration was ended by an administrator. Delete again: that goes on where this one ended.")]
    [InlineData("failed", "deploy", null, "./ops cancel o1 gives it up: what it had begun is undone, and its service is free.")]
    [InlineData("failed", "delete", null, null)]
    [InlineData("terminated", "restart", "2026-11-22T12:00:00Z", null)]
    public void Left_ByOneWithoutAnEnd_SaysWhatCanBeDone(string status, string kind, string? finished, string? said) =>
        Assert.Equal(said, OperationCommand.Left(JsonSerializer.SerializeToElement(new { status, kind, finished_at = finished }), "o1"));

    [Fact]
    public void Own_InputAndOutput_AreLines_AndAReasonIsNoOutput()
    {
        var ended = JsonSerializer.SerializeToElement(new { status = "live", input = new { Deployment = "d7" }, output = new { Number = 3 } });
        var terminated = JsonSerializer.SerializeToElement(new { status = "terminated", input = new { Deployment = "d7" }, output = "The disk is being replaced" });

        Assert.Equal(["input of the operation {\"Deployment\":\"d7\"}", "output of the operation {\"Number\":3}"], OperationCommand.Own(ended).Select(told => told.Text));
        Assert.Null(OperationCommand.Reason(ended));
        Assert.Equal(["input of the operation {\"Deployment\":\"d7\"}"], OperationCommand.Own(terminated).Select(told => told.Text));
        Assert.Equal("The disk is being replaced", OperationCommand.Reason(terminated));
        Assert.Empty(OperationCommand.Own(JsonSerializer.SerializeToElement(new { status = "running", input = (string?)null })));
    }

    [Theory]
    [InlineData("d7", "It waits for the deploy: ./ops operation d7")]
    [InlineData("r1", null)]
    [InlineData(null, null)]
    public void WaitsFor_WhatHasItsService_NamesIt(string? has, string? said) =>
        Assert.Equal(said, OperationCommand.WaitsFor(JsonSerializer.SerializeToElement(new { id = "r1" }), JsonSerializer.SerializeToElement(new { operation = has is null ? null : new { id = has, kind = "deploy" } })));

    private async Task<IReadOnlyList<string>> Lines(string org, int width, Command command, params string[] operands)
    {
        var written = new StringWriter { NewLine = "\n" };
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(written) });
        terminal.Profile.Width = width;
        using var platform = new PlatformClient(fixture.App.Url, fixture.App.Token(org, Role.Owner), org);
        var session = new Session(platform, new Screen(written, terminal, json: false), _ => null);

        Assert.Equal(ExitCode.Done, await command.Run(session, new(command, operands, new Dictionary<string, string>()), CancellationToken.None));
        return [.. Trailing().Replace(written.ToString(), "\n").Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    [GeneratedRegex(@"[ \r]+\n")]
    private static partial Regex Trailing();
}
