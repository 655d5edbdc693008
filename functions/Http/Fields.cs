using System.Globalization;
using System.Text.Json;
using ClickDeploy.Core;
using static ClickDeploy.Functions.Http.JsonValues;

namespace ClickDeploy.Functions.Http;

/// <summary>
/// The fields of a JSON object, read one by one: each reader takes the value that holds where the field is absent, so that a PATCH is a read over the
/// present object and a POST one over the defaults. What is wrong is collected, and a field that nobody asked for is wrong too.
/// </summary>
public sealed class Fields
{
    // More of them are noise, and each costs time to describe.
    private const int MostUnknown = 100;
    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly List<Fields> _children = [];
    private readonly List<FieldFault> _faults;
    private readonly string _prefix;
    private readonly BodyShape? _shape;

    private Fields(JsonElement value, string prefix, List<FieldFault> faults, BodyShape? shape = null)
    {
        (_prefix, _faults, _shape) = (prefix, faults, shape);
        foreach (var property in value.EnumerateObject())
        {
            if (NameOf(property) is not { } name)
            {
                _faults.Add(new(prefix.TrimEnd('.') is { Length: > 0 } parent ? parent : "body", "invalid_text", "The name of a field is not valid Unicode: it has half a surrogate pair. Send only fields of the API."));
            }
            else if (!_values.TryAdd(name, property.Value))
            {
                Refuse(name, "duplicate_field", "stands there more than once. Send it once.");
            }
        }
    }

    /// <summary>Reads the object; every fault of it is in the problem.</summary>
    public static Read<T> Read<T>(JsonElement json, Func<Fields, T> read, Func<T, IEnumerable<FieldFault>>? check)
        where T : notnull
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return Problem.Invalid("body", "wrong_type", $"The body is {Kind(json)}. Send a JSON object.");
        }

        var faults = new List<FieldFault>();
        var fields = new Fields(json, "", faults);
        var value = read(fields);
        fields.RefuseUnknown();
        // Where the form of a field is wrong its rules were asked about something else.
        var malformed = faults.Select(fault => fault.Field).ToHashSet(StringComparer.Ordinal);
        faults.AddRange(check?.Invoke(value).Where(fault => !malformed.Contains(fault.Field)) ?? []);
        return faults.Count == 0 ? value : Problem.Invalid(faults);
    }

    /// <summary>What a reader reads, found by letting it read: for the API's description.</summary>
    public static BodyShape Describe(Action<Fields> read)
    {
        var shape = new BodyShape();
        read(new Fields(JsonElement.Parse("{}"), "", [], shape));
        return shape;
    }

    public bool Has(string name)
    {
        _asked.Add(name);
        return _shape is not null || _values.ContainsKey(name);
    }

    public void Require(string name)
    {
        _shape?.Require(name);
        if (!_values.ContainsKey(name))
        {
            Refuse(name, "required", "is missing. Send it.");
        }
    }

    /// <summary>Reports a fault of a field; the sentence goes on after its name.</summary>
    public void Refuse(string name, string code, string sentence) => _faults.Add(new(Path(name), code, $"'{Path(name)}' {sentence}"));

    /// <param name="name">The field.</param>
    /// <param name="otherwise">What holds where it is absent.</param>
    /// <param name="rule">What it may hold, for the description; it is checked with the rest of the object.</param>
    public string Text(string name, string otherwise, FieldRule? rule = null) => Value(name, otherwise, FieldType.Text, TryText, rule);

    public string? TextOrNull(string name, string? otherwise, FieldRule? rule = null) => IsNull(name) ? null : Value(name, otherwise, FieldType.TextOrNull, TryText, rule);

    public bool Boolean(string name, bool otherwise) => Value(name, otherwise, FieldType.Boolean, TryBoolean);

    public int Integer(string name, int otherwise, FieldRule? rule = null) => Value(name, otherwise, FieldType.Integer, TryInteger, rule);

    public int? IntegerOrNull(string name, int? otherwise, FieldRule? rule = null) => IsNull(name) ? null : Value(name, otherwise, FieldType.IntegerOrNull, (JsonElement json, out int? value) =>
    {
        var read = TryInteger(json, out var number);
        value = number;
        return read;
    }, rule);

    public double Number(string name, double otherwise, FieldRule? rule = null) => Value(name, otherwise, FieldType.Number, TryNumber, rule);

    /// <summary>One of the words of an enum, written in snake_case.</summary>
    public T Choice<T>(string name, T otherwise)
        where T : struct, Enum
    {
        var words = Enum.GetValues<T>().ToDictionary(value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()), StringComparer.Ordinal);
        return Value(name, otherwise, FieldType.Choice([.. words.Keys]), (JsonElement json, out T value) =>
        {
            value = otherwise;
            return TryText(json, out var word) && words.TryGetValue(word, out value);
        });
    }

    /// <summary>The object in a field; null where it is absent or null (ask <see cref="Has"/>) or is none.</summary>
    public Fields? Object(string name)
    {
        if (_shape is not null)
        {
            return Described(name, FieldType.Object);
        }

        if (IsNull(name) || !_values.TryGetValue(name, out var value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            RefuseType(name, value, FieldType.Object);
            return null;
        }

        return Child(value, Path(name) + ".");
    }

    /// <summary>The texts of an array; none where it is absent.</summary>
    public IReadOnlyList<string> Texts(string name, FieldRule? rule = null) => [.. Elements(name, FieldType.Texts, rule).Select((value, index) =>
    {
        if (TryText(value, out var text))
        {
            return text;
        }

        RefuseType($"{name}[{index}]", value, FieldType.Text);
        return "";
    })];

    /// <summary>The texts of an object whose names are the caller's; a null stays one. None where it is absent.</summary>
    public IReadOnlyDictionary<string, string?> TextMap(string name)
    {
        var texts = new Dictionary<string, string?>(StringComparer.Ordinal);
        _shape?.Add(name, FieldType.TextMap, null);
        if (_shape is not null || Object(name) is not { } map)
        {
            return texts;
        }

        foreach (var (key, value) in map._values)
        {
            map._asked.Add(key);
            if (value.ValueKind == JsonValueKind.Null)
            {
                texts.Add(key, null);
            }
            else if (TryText(value, out var text))
            {
                texts.Add(key, text);
            }
            else
            {
                map.RefuseType(key, value, FieldType.TextOrNull);
            }
        }

        return texts;
    }

    /// <summary>The objects of an array; none where it is absent.</summary>
    public IReadOnlyList<Fields> Objects(string name)
    {
        if (_shape is not null)
        {
            return [Described(name, FieldType.Objects)];
        }

        var objects = new List<Fields>();
        foreach (var (index, value) in Elements(name, FieldType.Objects).Index())
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{name}[{index}]");
            if (value.ValueKind == JsonValueKind.Object)
            {
                objects.Add(Child(value, Path(place) + "."));
            }
            else
            {
                RefuseType(place, value, FieldType.Object);
            }
        }

        return objects;
    }

    private IEnumerable<JsonElement> Elements(string name, FieldType wanted, FieldRule? rule = null)
    {
        _asked.Add(name);
        _shape?.Add(name, wanted.With(rule), null);
        if (!_values.TryGetValue(name, out var value))
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            RefuseType(name, value, wanted);
            return [];
        }

        return value.EnumerateArray();
    }

    private delegate bool Reader<T>(JsonElement json, out T value);

    private T Value<T>(string name, T otherwise, FieldType wanted, Reader<T> read, FieldRule? rule = null)
    {
        _asked.Add(name);
        _shape?.Add(name, wanted.With(rule), otherwise);
        if (!_values.TryGetValue(name, out var json))
        {
            return otherwise;
        }

        if (read(json, out var value))
        {
            return value;
        }

        RefuseType(name, json, wanted);
        return otherwise;
    }

    private bool IsNull(string name)
    {
        _asked.Add(name);
        return _values.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.Null;
    }

    private Fields Described(string name, FieldType type)
    {
        var inner = new BodyShape();
        _shape!.Add(name, type, null, inner);
        return new(JsonElement.Parse("{}"), Path(name) + ".", _faults, inner);
    }

    private Fields Child(JsonElement value, string prefix)
    {
        var child = new Fields(value, prefix, _faults);
        _children.Add(child);
        return child;
    }

    private void RefuseUnknown()
    {
        var known = string.Join(", ", _asked.Order(StringComparer.Ordinal));
        foreach (var name in _values.Keys.Where(name => !_asked.Contains(name)).Take(MostUnknown))
        {
            if (known.Length > 0)
            {
                Refuse(name, "unknown_field", $"is no field here. Leave it out, or check its spelling; there are: {known}.");
            }
            else
            {
                Refuse(name, "unknown_field", "is no field here: there is none. Leave it out.");
            }
        }

        foreach (var child in _children)
        {
            child.RefuseUnknown();
        }
    }

    private void RefuseType(string name, JsonElement value, FieldType wanted) => Refuse(name, "wrong_type", $"is {Kind(value)}. Send {wanted.Words}.");

    private string Path(string name) => _prefix + Shown.Of(name);
}
