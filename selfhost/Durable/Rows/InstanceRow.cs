using ClickDeploy.SelfHost.Durable.Replay;
using ClickDeploy.Storage;
using Microsoft.DurableTask.Client;

namespace ClickDeploy.SelfHost.Durable.Rows;

/// <summary>Whose child an instance is, and which of its tasks the child answers.</summary>
internal sealed record ParentLink(string Instance, string Name, string Execution, int TaskId);

/// <summary>The row <c>i</c>: an instance as it stands after its last commit.</summary>
/// <param name="Generation">How often it has continued as new.</param>
/// <param name="First">The first history row of this execution.</param>
/// <param name="Next">The history row that the next commit writes.</param>
/// <param name="Commit">New at each commit: tells after a lost answer whether the commit happened.</param>
/// <param name="Seen">Of one that has ended, the last messages that it received: the next execution of the id knows them when they are delivered again.</param>
internal sealed record InstanceRow(
    string Name,
    string Execution,
    int Generation,
    OrchestrationRuntimeStatus Status,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    int First,
    int Next,
    long Bytes,
    string Commit,
    string? CustomStatus,
    DateTimeOffset? StartAt,
    ParentLink? Parent,
    IReadOnlyDictionary<string, string>? Tags = null,
    IReadOnlyList<string>? Seen = null)
{
    private const int Schema = 1;

    /// <summary>The id of this generation; what the generations before it have under way never answers this one. The first one's is the execution's.</summary>
    public string Run => Generation == 0 ? Execution : DurableGuid.ChildExecution(Execution + "+", Generation);

    public bool IsFinished => IsEnd(Status);

    public static bool IsEnd(OrchestrationRuntimeStatus status) => status is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed
        or OrchestrationRuntimeStatus.Terminated or OrchestrationRuntimeStatus.Canceled;

    public RowData ToData()
    {
        var data = new RowData
        {
            ["schema"] = Schema,
            ["name"] = Name,
            ["execution"] = Execution,
            ["generation"] = Generation,
            ["status"] = Status.ToString(),
            ["created_at"] = CreatedAt,
            ["updated_at"] = UpdatedAt,
            ["first"] = First,
            ["next"] = Next,
            ["bytes"] = Bytes,
            ["commit"] = Commit,
            ["custom_status"] = CustomStatus,
            ["start_at"] = StartAt,
            ["tags"] = History.Tags.Write(Tags),
            ["seen"] = Seen is null ? null : string.Join(' ', Seen),
        };
        if (Parent is not null)
        {
            data["parent"] = Parent.Instance;
            data["parent_name"] = Parent.Name;
            data["parent_execution"] = Parent.Execution;
            data["parent_task"] = Parent.TaskId;
        }

        return data;
    }

    public static InstanceRow From(RowData data) => new(
        data.Text("name")!,
        data.Text("execution")!,
        data.Int32("generation") ?? 0,
        Enum.Parse<OrchestrationRuntimeStatus>(data.Text("status")!),
        data.Time("created_at")!.Value,
        data.Time("updated_at")!.Value,
        data.Int32("first")!.Value,
        data.Int32("next")!.Value,
        data.Int64("bytes")!.Value,
        data.Text("commit")!,
        data.Text("custom_status"),
        data.Time("start_at"),
        data.Text("parent") is { } parent
            ? new ParentLink(parent, data.Text("parent_name")!, data.Text("parent_execution")!, data.Int32("parent_task")!.Value)
            : null,
        data.Text("tags") is { } tags ? History.Tags.Read(tags) : null,
        data.Text("seen")?.Split(' '));
}
