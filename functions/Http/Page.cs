using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace ClickDeploy.Functions.Http;

/// <summary>What part of a list is asked for. <paramref name="After"/>: the key of the last item the caller has; null: from the start.</summary>
public sealed record Page(int Limit, string? After)
{
    private const int Default = 50;
    private const int Most = 200;

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

        return new Page(limit, after);
    }
}
