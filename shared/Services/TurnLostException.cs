namespace ClickDeploy.Services;

/// <summary>
/// A step of an operation that does not have its turn at the service: the operation was ended from outside or given up, and what it left was undone. The step comes late,
/// because its process was held up, or an administrator rewound the operation. No repeat helps: the service is others' now.
/// </summary>
public sealed class TurnLostException(string operation)
    : InvalidOperationException($"Operation {operation} does not have its turn at the service any more: it was ended or given up, what it left was undone, and it cannot go on. Ask for the same again: deploy, start, stop or restart the service anew.");
