namespace ClickDeploy.SelfHost.Durable.Hub;

/// <summary>How a process that wrote rows for the hub's holder tells it to look at once, instead of at its next round.</summary>
internal interface INudges
{
    /// <summary>Where this process hears of rows that others wrote, as a base address such as <c>http://127.0.0.1:7071</c>; null where it does not.</summary>
    string? Address { get; }

    /// <summary>Tells the process of that id, which listens at an address. Ends soon, whether or not it was heard: a nudge that is lost costs a round.</summary>
    Task Send(string address, string process);
}

/// <summary>Where there is no HTTP: the holder's rounds do it alone.</summary>
internal sealed class NoNudges : INudges
{
    public string? Address => null;

    public Task Send(string address, string process) => Task.CompletedTask;
}
