using System.Globalization;
using ClickDeploy.Core;
using ClickDeploy.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace ClickDeploy.Functions.Logs;

/// <summary>Reads the fields of a query one by one, and keeps what is wrong with them.</summary>
internal sealed class LogFields(HttpRequest request)
{
    private readonly List<FieldFault> _faults = [];

    public Read<LogQuery> Done(LogQuery query) => _faults.Count == 0 ? query : Problem.Invalid(_faults);

    public string? One(string name)
    {
        var values = request.Query[name];
        if (values.Count > 1 && _faults.All(fault => fault.Field != name))
        {
            _faults.Add(new(name, "duplicate_field", $"'{name}' stands there more than once. Send it once."));
        }

        return values is [{ Length: > 0 } value] ? value : null;
    }

    public T? Word<T>(string name)
        where T : struct, Enum
    {
        if (One(name) is not { } word)
        {
            return null;
        }

        var words = Enum.GetValues<T>().ToDictionary(value => value.ToString().ToLowerInvariant());
        if (words.TryGetValue(word, out var found))
        {
            return found;
        }

        _faults.Add(new(name, "invalid_choice", $"'{name}' must be one of {string.Join(", ", words.Keys)}."));
        return null;
    }

    public long? Seq(string name) => One(name) is { } text ? Whole(name, text) : null;

    /// <summary>The header of a stream that is resumed.</summary>
    public long? LastEvent() => request.Headers["Last-Event-ID"] is [{ Length: > 0 } last] ? Whole("cursor", last) : null;

    public long? Number(string name, long least, long most)
    {
        if (One(name) is not { } text)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        _faults.Add(new(name, "out_of_range", $"'{name}' must be one whole number from {least} to {most}."));
        return null;
    }

    public Guid? Id(string name)
    {
        if (One(name) is not { } text)
        {
            return null;
        }

        if (Guid.TryParseExact(text, "D", out var id))
        {
            return id;
        }

        _faults.Add(new(name, "invalid_id", $"'{name}' must be an id such as 3f2504e0-4f89-41d3-9a0c-0305e82c3301."));
        return null;
    }

    public DateTimeOffset? Time(string name)
    {
        if (One(name) is not { } text)
        {
            return null;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return time;
        }

        _faults.Add(new(name, "invalid_time", $"'{name}' must be a time like 2026-11-21T12:00:00Z."));
        return null;
    }

    private long? Whole(string name, string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        _faults.Add(new(name, "invalid_cursor", $"'{name}' must be the seq of a line, a whole number."));
        return null;
    }
}
