namespace ClickDeploy.Tokens;

/// <summary>What became of a token that somebody sent.</summary>
public abstract record TokenReading
{
    private TokenReading()
    {
    }

    public sealed record Good(PersonalToken Token) : TokenReading;

    public sealed record Expired(PersonalToken Token) : TokenReading;

    /// <summary>It was revoked, or never was one.</summary>
    public sealed record Unknown : TokenReading;
}
