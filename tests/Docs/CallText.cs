namespace ClickDeploy.Tests.Docs;

/// <summary>Reads the arguments of a call out of a C# source: enough of the language for strings, holes in them, and brackets.</summary>
internal static class CallText
{
    /// <summary>The arguments from behind the opening bracket on, each as it is written.</summary>
    public static IReadOnlyList<string> Arguments(string source, int at)
    {
        var (arguments, begin, depth) = (new List<string>(), at, 0);
        for (; at < source.Length; at++)
        {
            switch (source[at])
            {
                case '"':
                    at = EndOfString(source, at, at > 0 && source[at - 1] == '$');
                    break;
                case '\'':
                    at = source.IndexOf('\'', source[at + 1] == '\\' ? at + 3 : at + 2);
                    break;
                case '(' or '[' or '{':
                    depth++;
                    break;
                case ')' or ']' or '}' when depth > 0:
                    depth--;
                    break;
                case ')' or ']' or '}':
                    arguments.Add(source[begin..at].Trim());
                    return arguments;
                case ',' when depth == 0:
                    arguments.Add(source[begin..at].Trim());
                    begin = at + 1;
                    break;
            }
        }

        return [];
    }

    /// <summary>What a string says, with … for what is filled in; null: the expression is no string by itself.</summary>
    public static string? Said(string expression)
    {
        var filled = expression.StartsWith('$');
        if (!expression.StartsWith(filled ? "$\"" : "\"", StringComparison.Ordinal) || expression.StartsWith("\"\"\"", StringComparison.Ordinal))
            return null;
        var (said, at) = (new System.Text.StringBuilder(), filled ? 2 : 1);
        for (; at < expression.Length && expression[at] != '"'; at++)
        {
            if (expression[at] == '\\')
                said.Append(expression[++at] == 'n' ? ' ' : expression[at]);
            else if (filled && expression[at] == '{' && expression[at + 1] != '{')
                (at, said) = (EndOfHole(expression, at), said.Append('…'));
            else
                said.Append(expression[at] is '{' or '}' && filled ? expression[at++] : expression[at]);
        }

        return at == expression.Length - 1 ? said.ToString() : null;
    }

    private static int EndOfString(string source, int at, bool filled)
    {
        for (at++; at < source.Length && source[at] != '"'; at++)
        {
            if (source[at] == '\\')
                at++;
            else if (filled && source[at] == '{' && source[at + 1] == '{')
                at++;
            else if (filled && source[at] == '{')
                at = EndOfHole(source, at);
        }

        return at;
    }

    private static int EndOfHole(string source, int at)
    {
        for (var depth = 0; at < source.Length; at++)
        {
            if (source[at] == '"')
                at = EndOfString(source, at, source[at - 1] == '$');
            else if (source[at] == '{')
                depth++;
            else if (source[at] == '}' && --depth == 0)
                return at;
        }

        return at;
    }
}
