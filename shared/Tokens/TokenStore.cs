using System.Security.Cryptography;
using System.Text;
using ClickDeploy.Core;
using ClickDeploy.Secrets;
using ClickDeploy.Storage;

namespace ClickDeploy.Tokens;

/// <summary>The personal tokens of organisations, <c>e|{id}</c> in one partition for each. A revoked one is gone, so it is read at every use.</summary>
public sealed class TokenStore(IStorage storage, SecretBox box, TimeProvider time)
{
    public const int MostOfAUser = 50;

    // A use is not worth a write; that it is used at all is.
    private static readonly TimeSpan Noted = TimeSpan.FromHours(1);
    private readonly ITable _table = storage.Table("tokens");

    /// <summary>Keeps the token under a new secret. A repeat of the request makes another secret for it: nobody has seen the first. Null: the user has as many as they may have.</summary>
    public async Task<TokenText?> Issue(PersonalToken token, CancellationToken cancellation = default)
    {
        if ((await List(token.Org, cancellation)).Count(other => other.User == token.User && other.Id != token.Id) >= MostOfAUser)
        {
            return null;
        }

        var text = TokenText.New(token.Org, token.Id);
        var kept = token with { Digest = await Digest(text, cancellation) };
        await _table.Commit(token.Org.Key, [new RowChange.Upsert(Key(token.Id), JsonRow.Of(kept))], cancellation);
        return text;
    }

    public async Task<TokenReading> Read(string sent, CancellationToken cancellation = default)
    {
        if (!TokenText.TryParse(sent, out var text)
            || JsonRow.ReadVersioned<PersonalToken>(await _table.Get(text.Org.Key, Key(text.Id), cancellation)) is not { Value: var token } found
            || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(await Digest(text, cancellation)), Encoding.ASCII.GetBytes(token.Digest)))
        {
            return new TokenReading.Unknown();
        }

        var now = time.GetUtcNow();
        if (token.ExpiresAt <= now)
        {
            return new TokenReading.Expired(token);
        }

        if (token.LastUsedAt is null || now - token.LastUsedAt >= Noted)
        {
            // Whoever else wrote it says the same, or has revoked it.
            await _table.Commit(token.Org.Key, [new RowChange.Replace(Key(token.Id), JsonRow.Of(token with { LastUsedAt = now }), found.ETag)], cancellation);
        }

        return new TokenReading.Good(token);
    }

    public async Task<PersonalToken?> Find(OrgId org, TokenId id, CancellationToken cancellation = default) =>
        await _table.Get(org.Key, Key(id), cancellation) is { } row ? JsonRow.Read<PersonalToken>(row) : null;

    /// <summary>All of the organisation, newest first.</summary>
    public async Task<IReadOnlyList<PersonalToken>> List(OrgId org, CancellationToken cancellation = default)
    {
        var tokens = new List<PersonalToken>();
        await foreach (var row in _table.Query(org.Key, KeyRange.Prefix("e|"), cancellation))
        {
            tokens.Add(JsonRow.Read<PersonalToken>(row));
        }

        return [.. tokens.OrderByDescending(token => token.CreatedAt).ThenBy(token => token.Id.Value)];
    }

    public Task Remove(OrgId org, TokenId id, CancellationToken cancellation = default) => _table.Commit(org.Key, [new RowChange.Delete(Key(id))], cancellation);

    private ValueTask<string> Digest(TokenText text, CancellationToken cancellation) => box.Digest(text.Org, $"token|{text.Id}", text.Secret.Reveal(), cancellation);

    private static string Key(TokenId id) => $"e|{id}";
}
