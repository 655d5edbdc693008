using System.Text;

namespace ClickDeploy.Ops;

internal static class Help
{
    public static string Text(IReadOnlyList<Command> commands, IReadOnlyList<Option> everywhere)
    {
        var text = new StringBuilder("Looks after a platform by its HTTP API.\n\n");
        Lines(text, commands.Select(command => ($"./ops {command.Usage}", command.Meaning)));
        foreach (var command in commands.Where(command => command.Options.Count > 0))
        {
            text.Append($"\n{command.Name}:\n");
            Lines(text, command.Options.Select(Line));
        }

        text.Append("\nEverywhere:\n");
        Lines(text, everywhere.Select(Line));
        text.Append("\nTimes are those of this machine's zone; TZ=UTC before the command shows them in UTC.\n");
        text.Append("A SERVICE is project/service, its name alone where only one has it, or its id.\n");
        text.Append("It ends with 0 when it is done, 1 when it was refused or has failed, 2 for wrong arguments, 3 when the platform does not answer.");
        return text.ToString();
    }

    /// <summary>Of one command.</summary>
    public static string Text(Command command, IReadOnlyList<Option> everywhere)
    {
        var text = new StringBuilder($"./ops {command.Usage}\n{command.Meaning}\n\n");
        Lines(text, command.Options.Concat(everywhere).Select(Line));
        return text.Append("\n./ops --help tells of all commands.").ToString();
    }

    private static (string Name, string Meaning) Line(Option option) => (option.Value is { } value ? $"{option.Name} {value}" : option.Name, option.Meaning);

    private static void Lines(StringBuilder text, IEnumerable<(string Name, string Meaning)> lines)
    {
        var all = lines.ToList();
        var width = all.Max(line => line.Name.Length) + 2;
        foreach (var (name, meaning) in all)
        {
            text.Append($"  {name.PadRight(width)}{meaning}\n");
        }
    }
}
