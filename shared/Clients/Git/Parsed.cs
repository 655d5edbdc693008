namespace ClickDeploy.Clients.Git;

/// <summary>What became of a text from outside.</summary>
public abstract record Parsed<T>
{
    private Parsed()
    {
    }

    public sealed record Accepted(T Value) : Parsed<T>;

    /// <summary><paramref name="Code"/>: stable, snake_case. <paramref name="Message"/>: what is wrong and what to write instead.</summary>
    public sealed record Refused(string Code, string Message) : Parsed<T>;
}
