using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ClickDeploy.Functions.Http;

/// <summary>What part of a list is asked for.</summary>
public sealed class Page
{
    /// <summary>What the two parameters mean, for the API's description.</summary>
    public const string LimitRule = "How many items at most, 1 to 200; 50 otherwise.";
    public const string CursorRule = "The next_cursor of the page before.";

    private const int Default = 50;
    private const int Most = 200;
    private readonly Func<string, string> _seal;

    private Page(int limit, string? after, Func<string, string> seal)
    {
        (Limit, After, _seal) = (limit, after, seal);
    }

    /// <summary>How many items at most: fetch one more, so that <see cref="Cut"/> sees whether the list goes on.</summary>
    public int Limit { get; }

    /// <summary>The key of the last item that the caller has; null: from the start.</summary>
    public string? After { get; }

    /// <summary>Reads <c>limit</c> and <c>cursor</c>. <paramref name="scope"/> names the list and whose it is: a cursor is good for its own list only.</summary>
    public static Read<Page> Of(HttpRequest request, Cursors cursors, string scope)
    {
        var (limit, after) = (Default, (string?)null);
        if (request.Query["limit"] is { Count: > 0 } limits
            && (limits.Count != 1 || !int.TryParse(limits[0], NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > Most))
        {
            return Problem.Invalid("limit", "out_of_range", $"'limit' must be one whole number from 1 to {Most}.");
        }

        if (request.Query["cursor"] is { Count: > 0 } sent && (sent.Count != 1 || (after = cursors.Open(scope, sent[0]!)) is null))
        {
            return Problem.Invalid("cursor", "invalid_cursor", "'cursor' is not one of this list. Use the next_cursor of the page before, or leave it out to begin again.");
        }

        return new Page(limit, after, key => cursors.Seal(scope, key));
    }

    /// <summary>Of a whole list in the order of its keys: what follows <see cref="After"/>, one more than the page holds.</summary>
    public IReadOnlyList<T> Slice<T>(IEnumerable<T> all, Func<T, string> key) =>
        [.. all.Where(item => After is null || string.CompareOrdinal(key(item), After) > 0).Take(Limit + 1)];

    /// <summary>The page's items of what was fetched, and the cursor behind them; null: that was all.</summary>
    public (IReadOnlyList<T> Items, string? NextCursor) Cut<T>(IReadOnlyList<T> fetched, Func<T, string> key) =>
        fetched.Count <= Limit ? (fetched, null) : ([.. fetched.Take(Limit)], _seal(key(fetched[Limit - 1])));

    /// <summary>The cursor behind a key, for a list that stops there because it has looked at enough.</summary>
    public string CursorBehind(string key) => _seal(key);
}
