namespace ClickDeploy.Links;

/// <summary>What a link leads to.</summary>
public abstract record LinkValue
{
    private LinkValue()
    {
    }

    public sealed record Known(string Text) : LinkValue;

    /// <summary>The service has no address before it is deployed or somebody who links to it is.</summary>
    public sealed record NotYet : LinkValue;

    /// <summary>It will never have one as it is. <paramref name="Reason"/> goes on after "is linked to".</summary>
    public sealed record Broken(string Reason, string Fix) : LinkValue;
}
