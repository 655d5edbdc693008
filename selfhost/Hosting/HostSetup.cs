namespace ClickDeploy.SelfHost.Hosting;

/// <summary>What a host is made from; the tests make one from function classes and settings of their own.</summary>
internal sealed record HostSetup
{
    public string[] Arguments { get; init; } = [];

    public required Func<IEnumerable<Type>> FunctionTypes { get; init; }

    /// <summary>Where host.json and local.settings.json are looked for, the first that has one wins.</summary>
    public IReadOnlyList<string> Folders { get; init; } = [Directory.GetCurrentDirectory(), AppContext.BaseDirectory];

    /// <summary>Settings that win over every other source.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>What keeps the host from starting, found while it was put together.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>What happens to a start that cannot be: the sentences say why.</summary>
    public Action<IReadOnlyList<string>> Refuse { get; init; } = StartRefusal.EndProcess;
}
