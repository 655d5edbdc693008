using System.Text;
using ClickDeploy.Core;

namespace ClickDeploy.Variables;

/// <summary>
/// Reads .env files: <c>KEY=value</c> and <c>export KEY=value</c>, comments, values in single quotes or backticks (as they stand) and in double quotes (with
/// <c>\n \r \t \" \\ \$</c>), over several lines too. Nothing is expanded: a <c>$</c> is a <c>$</c>. A <c>#</c> begins a comment only behind a space.
/// </summary>
public sealed class DotEnv
{
    private readonly string _text;
    private readonly List<VariableInput> _variables = [];
    private readonly List<FieldFault> _faults = [];
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);
    private int _at;
    private int _line = 1;

    private DotEnv(string text) => _text = text;

    /// <summary>The variables of the file; and the faults of all its lines, in fields named <c>line 3</c>.</summary>
    public static (IReadOnlyList<VariableInput> Variables, IReadOnlyList<FieldFault> Faults) Read(string text)
    {
        var file = new DotEnv(text.TrimStart('\uFEFF'));
        while (file._at < file._text.Length)
        {
            file.Line();
        }

        return (file._variables, file._faults);
    }

    private bool AtLineEnd => _at >= _text.Length || _text[_at] == '\n';

    private void Line()
    {
        var line = _line;
        SkipBlanks();
        if (!AtLineEnd && _text[_at] is not '#')
        {
            Entry(line);
        }

        ToLineEnd();
        _at++;
        _line++;
    }

    private void Entry(int line)
    {
        var start = _at;
        while (!AtLineEnd && _text[_at] != '=')
        {
            _at++;
        }

        var key = _text[start.._at].Trim();
        if (AtLineEnd)
        {
            Fault(line, "no_value", $"Line {line} has no '='. Write KEY=value, or begin the line with '#' if it is a comment.");
            return;
        }

        if (key.StartsWith("export", StringComparison.Ordinal) && key.Length > 6 && char.IsWhiteSpace(key[6]))
        {
            key = key[6..].TrimStart();
        }

        _at++;
        SkipBlanks();
        var value = !AtLineEnd && _text[_at] is '"' or '\'' or '`' ? Quoted(line) : Plain();
        if (value is not null)
        {
            Add(line, key, value);
        }
    }

    private void Add(int line, string key, string value)
    {
        List<FieldFault> faults = [.. VariableRules.Key(Field(line), key), .. VariableRules.Value(Field(line), value)];
        if (faults.Count == 0 && !_lines.TryAdd(key, line))
        {
            faults.Add(new(Field(line), "duplicate_key", $"{key} stands in line {_lines[key]} already. Keep one of the two lines."));
        }

        _faults.AddRange(faults.Select(fault => fault with { Message = $"Line {line}: {fault.Message}" }));
        if (faults.Count == 0)
        {
            _variables.Add(new(key, new(value)));
        }
    }

    private string Plain()
    {
        var start = _at;
        while (!AtLineEnd && !(_text[_at] == '#' && _text[_at - 1] is ' ' or '\t'))
        {
            _at++;
        }

        return _text[start.._at].Trim(' ', '\t', '\r');
    }

    // Null: it was no value, and the fault is told.
    private string? Quoted(int line)
    {
        var quote = _text[_at];
        var (start, startLine) = (_at, _line);
        var value = new StringBuilder();
        for (_at++; _at < _text.Length && _text[_at] != quote; _at++)
        {
            _line += _text[_at] == '\n' ? 1 : 0;
            value.Append(quote == '"' && _text[_at] == '\\' && _at + 1 < _text.Length ? Escape() : _text[_at].ToString());
        }

        if (_at >= _text.Length)
        {
            // The rest of the file is read as if the quote had been closed, so that its faults are told as well.
            (_at, _line) = (start, startLine);
            Fault(line, "unclosed_quote", $"Line {line}: the quote {quote} is not closed. Close it, or remove it.");
            return null;
        }

        _at++;
        SkipBlanks();
        if (!AtLineEnd && _text[_at] is not ('#' or '\r'))
        {
            Fault(_line, "text_after_quote", $"Line {_line}: there is text behind the closing quote. Put all of the value into the quotes, and a comment behind ' #'.");
            return null;
        }

        return value.ToString();
    }

    private string Escape()
    {
        var escaped = _text[++_at];
        _line += escaped == '\n' ? 1 : 0;
        return escaped switch
        {
            'n' => "\n",
            'r' => "\r",
            't' => "\t",
            '"' or '\\' or '$' or '`' => escaped.ToString(),
            _ => "\\" + escaped,
        };
    }

    private void SkipBlanks()
    {
        while (!AtLineEnd && _text[_at] is ' ' or '\t')
        {
            _at++;
        }
    }

    private void ToLineEnd()
    {
        while (!AtLineEnd)
        {
            _at++;
        }
    }

    private void Fault(int line, string code, string message) => _faults.Add(new(Field(line), code, message));

    private static string Field(int line) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"line {line}");
}
