namespace ClickDeploy.Jobs;

/// <summary>The caller's name for a job: <c>^[a-z0-9][a-z0-9-]{0,99}$</c>, for example <c>{deployment id}-install</c>.</summary>
public readonly record struct JobId(string Value)
{
    public override string ToString() => Value;
}
