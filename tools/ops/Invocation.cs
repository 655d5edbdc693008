using System.Globalization;

namespace ClickDeploy.Ops;

/// <summary>The arguments, understood.</summary>
internal sealed record Invocation(Command Command, IReadOnlyList<string> Operands, IReadOnlyDictionary<string, string> Options)
{
    public bool Has(Option option) => Options.ContainsKey(option.Name);

    public string? Value(Option option) => Options.GetValueOrDefault(option.Name);

    /// <summary>A time for the platform, in UTC. One that names no zone is of this machine's, as are the times that are shown.</summary>
    public string? Time(Option option) => Value(option) is not { } text ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time) ? time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)
        : throw Refusal.Usage($"{option.Name} is '{text}': give a time like 2026-01-31T12:00:00Z, or without the Z one of this machine's clock.");

    /// <summary>Null: help was asked for.</summary>
    public static Invocation? Parse(IReadOnlyList<string> arguments, IReadOnlyList<Command> commands, IReadOnlyList<Option> everywhere)
    {
        var words = new List<string>();
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var known = everywhere.Concat(commands.SelectMany(command => command.Options)).ToLookup(option => option.Name, StringComparer.Ordinal);
        for (var at = 0; at < arguments.Count; at++)
        {
            var argument = arguments[at];
            if (argument is "--help" or "-h" or "help")
            {
                return null;
            }

            if (argument.Length < 2 || argument[0] != '-')
            {
                words.Add(argument);
                continue;
            }

            var (name, joined) = argument.IndexOf('=', StringComparison.Ordinal) is > 0 and var sign ? (argument[..sign], argument[(sign + 1)..]) : (argument, null);
            var option = known[name].FirstOrDefault() ?? throw Refusal.Usage($"'{name}' is no option. ./ops --help lists them.");
            if (option.Value is null)
            {
                values[name] = joined is null ? "" : throw Refusal.Usage($"{name} takes no value.");
            }
            else
            {
                values[name] = joined ?? (++at < arguments.Count ? arguments[at] : throw Refusal.Usage($"{name} needs a value: {name} {option.Value}."));
            }
        }

        return words.Count == 0 ? null : Of(words, values, commands, everywhere);
    }

    private static Invocation Of(List<string> words, Dictionary<string, string> values, IReadOnlyList<Command> commands, IReadOnlyList<Option> everywhere)
    {
        var command = commands.FirstOrDefault(command => command.Name == words[0])
            ?? throw Refusal.Usage($"'{words[0]}' is no command. There are: {string.Join(", ", commands.Select(command => command.Name))}.");
        if (values.Keys.FirstOrDefault(name => everywhere.Concat(command.Options).All(option => option.Name != name)) is { } foreign)
        {
            throw Refusal.Usage($"{command.Name} has no option {foreign}. Usage: ./ops {command.Usage}");
        }

        return words.Count - 1 == command.Operands.Count
            ? new(command, words[1..], values)
            : throw Refusal.Usage($"{command.Name} takes {(command.Operands.Count == 0 ? "no arguments" : string.Join(' ', command.Operands))}. Usage: ./ops {command.Usage}");
    }
}
