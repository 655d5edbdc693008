using System.Text;

namespace ClickDeploy.Variables;

/// <summary>Writes .env files that <see cref="DotEnv"/> reads back as they were. Secrets are named and never written.</summary>
public static class DotEnvText
{
    public static string Of(VariableSet set)
    {
        var text = new StringBuilder();
        foreach (var variable in set.Variables)
        {
            text.Append(Line(variable)).Append('\n');
        }

        return text.ToString();
    }

    private static string Line(Variable variable) => variable switch
    {
        { IsSecret: true } => $"# {variable.Key} is a secret and stays here",
        { Link: not null } => $"# {variable.Key} is linked to a service and stays here",
        _ => $"{variable.Key}={Quote(variable.Value.Reveal())}",
    };

    private static string Quote(string value)
    {
        if (value.All(character => char.IsAsciiLetterOrDigit(character) || "_-./:@%+,=".Contains(character)))
        {
            return value;
        }

        return value.Contains('\'')
            ? $"\"{value.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("$", "\\$").Replace("\n", "\\n").Replace("\r", "\\r")}\""
            : $"'{value}'";
    }
}
