using Microsoft.DurableTask;

namespace ClickDeploy.Orchestrations.Saga;

/// <summary>Steps with their undos. An undo is registered before its step runs: a step whose answer was lost has to be undone too.</summary>
public sealed class Saga(TaskOrchestrationContext context)
{
    private readonly Stack<IStep> _undos = new();

    public Task<TResult> Do<TResult>(IStep<TResult> step, IStep? undo = null)
    {
        Register(undo);
        return context.CallActivityAsync<TResult>(step.GetType().Name, step, Retry.Outage);
    }

    public Task Do(IStep step, IStep? undo = null)
    {
        Register(undo);
        return context.CallActivityAsync(step.GetType().Name, step, Retry.Outage);
    }

    /// <summary>A step after which nothing is undone, or an undo: tried again until it is done.</summary>
    public Task Must(IStep step) => context.CallActivityAsync(step.GetType().Name, step, Retry.Forward);

    /// <inheritdoc cref="Must(IStep)"/>
    public Task<TResult> Must<TResult>(IStep<TResult> step) => context.CallActivityAsync<TResult>(step.GetType().Name, step, Retry.Forward);

    /// <summary>The point of no return: what was done stays.</summary>
    public void Commit() => _undos.Clear();

    /// <summary>Undoes what was done, the last first.</summary>
    public async Task Unwind()
    {
        while (_undos.TryPop(out var undo))
        {
            await Must(undo);
        }
    }

    private void Register(IStep? undo)
    {
        if (undo is not null)
        {
            _undos.Push(undo);
        }
    }
}
