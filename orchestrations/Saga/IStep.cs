namespace ClickDeploy.Orchestrations.Saga;

/// <summary>The input of an activity that answers <typeparamref name="TResult"/>. The activity has the record's name. Ids only: it is kept in a history and shown.</summary>
public interface IStep<TResult>;

/// <summary>The input of an activity that answers nothing.</summary>
public interface IStep;
