namespace ClickDeploy.Idempotency;

/// <summary>A write that was asked for under a key. <paramref name="Digest"/>: of all that was sent, keyed. <paramref name="Seed"/>: the ids of what it makes come from it, so that going on after a crash makes the same things. <paramref name="Decision"/>: what it is to do, where the state of things decides that. <paramref name="Answer"/>: sealed; null until it was given.</summary>
public sealed record KeptRequest(string Digest, Guid Seed, DateTimeOffset At, byte[]? Answer = null, string? Decision = null);

/// <summary>What was answered, to be answered again.</summary>
public sealed record KeptAnswer(int Status, string ContentType, string? ETag, string? Location, byte[] Body);
