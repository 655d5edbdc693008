using System.Text.Json;

namespace ClickDeploy.Functions.Operations;

/// <summary>
/// An operation with its history as steps. <paramref name="Input"/>, <paramref name="Output"/> and <paramref name="CustomStatus"/> are the orchestration's own, JSON with ids only;
/// <paramref name="CustomStatuses"/>: each custom status that it had, in their order; <paramref name="Error"/>: why it broke, which a deployment that failed as expected has not done;
/// <paramref name="TraceId"/>: of its OpenTelemetry trace, where one is recorded.
/// </summary>
public sealed record OperationDetail(
    string Id,
    string Kind,
    string Status,
    OperationObject Object,
    Guid? ProjectId,
    DateTimeOffset StartedAt,
    DateTimeOffset? FinishedAt,
    IReadOnlyList<OperationStep> Steps,
    CurrentStep? CurrentStep,
    JsonElement? Input,
    JsonElement? Output,
    JsonElement? CustomStatus,
    IReadOnlyList<SaidStatus> CustomStatuses,
    string? Error,
    string? TraceId);

/// <summary>What an orchestration said of itself from that time on.</summary>
public sealed record SaidStatus(DateTimeOffset At, JsonElement? Value);

/// <summary>
/// A step of an operation. <paramref name="Kind"/>: activity, timer, event or child; <paramref name="Status"/>: running, waiting, completed, failed, or terminated where its orchestration ended before it; <paramref name="Attempt"/> counts from 1; inputs and outputs are JSON and hold ids only;
/// <paramref name="Operation"/>: a child's own; <paramref name="Detail"/>: which job a step of several ran; <paramref name="Undo"/>: it took back what an earlier one had done;
/// <paramref name="Until"/>: when a timer fires.
/// </summary>
public sealed record OperationStep(
    string Kind,
    string Name,
    string Status,
    int Attempt,
    JsonElement? Input,
    JsonElement? Output,
    string? Error,
    string? Operation,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    double? Duration,
    string? Detail = null,
    bool Undo = false,
    DateTimeOffset? Until = null);
