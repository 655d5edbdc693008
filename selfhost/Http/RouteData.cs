using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Routing;

namespace ClickDeploy.SelfHost.Http;

/// <summary>The values of a route as binding data: those that are there.</summary>
internal sealed class RouteData(RouteValueDictionary values) : IReadOnlyDictionary<string, object>
{
    public int Count => values.Count(pair => pair.Value is not null);

    public IEnumerable<string> Keys => this.Select(pair => pair.Key);

    public IEnumerable<object> Values => this.Select(pair => pair.Value);

    public object this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"The route has no value '{key}'.");

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out object value) => values.TryGetValue(key, out value!) && value is not null;

    public IEnumerator<KeyValuePair<string, object>> GetEnumerator()
    {
        foreach (var pair in values)
        {
            if (pair.Value is { } value)
            {
                yield return KeyValuePair.Create(pair.Key, value);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
