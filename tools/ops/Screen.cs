using System.Text.Json;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ClickDeploy.Ops;

internal enum Tone
{
    Plain,
    Quiet,
    Good,
    Bad,
    Busy,
}

/// <summary>Where we write: colours and tables on a terminal, aligned text where the output goes elsewhere, JSON alone with <c>--json</c>.</summary>
internal sealed class Screen(TextWriter output, IAnsiConsole? terminal, bool json)
{
    // What a table has beside each of its cells.
    private const int Around = 3;

    private readonly Lock _gate = new();

    public static Screen OfThisProcess(bool json) => new(Console.Out, json || Console.IsOutputRedirected ? null : AnsiConsole.Console, json);

    public bool IsJson => json;

    public bool IsTerminal => terminal is not null;

    /// <summary>Characters of a line; enough where the output goes elsewhere.</summary>
    public int Width => terminal?.Profile.Width ?? 120;

    /// <summary>A line for a person; nothing with <c>--json</c>.</summary>
    public void Line(string text, Tone tone = Tone.Plain)
    {
        if (json)
        {
            return;
        }

        var clean = Words.Clean(text);
        lock (_gate)
        {
            if (terminal is null)
            {
                output.WriteLine(clean);
            }
            else
            {
                // Not wrapped by us: a line of a log is copied whole.
                terminal.Profile.Width = int.Max(terminal.Profile.Width, clean.Length + 1);
                terminal.WriteLine(clean, Style(tone));
            }
        }
    }

    /// <summary>A line of JSON; nothing without <c>--json</c>.</summary>
    public void Json(JsonElement value)
    {
        if (json)
        {
            lock (_gate)
            {
                output.WriteLine(JsonSerializer.Serialize(value));
            }
        }
    }

    /// <summary>Whether each row of a table has a line of its own here: in less room its cells are folded until nobody can read them.</summary>
    public bool Fits(IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<Cell>> rows) =>
        terminal is null || headers.Select((header, column) => rows.Select(row => Words.Clean(row[column].Text)).Append(header).Max(CellsOf) + Around).Sum() + 2 <= terminal.Profile.Width;

    public void Table(IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<Cell>> rows)
    {
        if (json)
        {
            return;
        }

        lock (_gate)
        {
            if (terminal is null)
            {
                Aligned(headers, rows);
                return;
            }

            var table = new Table { Border = TableBorder.Simple };
            foreach (var header in headers)
            {
                table.AddColumn(new TableColumn(new Text(header, Style(Tone.Quiet))).NoWrap());
            }

            foreach (var row in rows)
            {
                table.AddRow(row.Select(cell => new Text(Words.Clean(cell.Text), Style(cell.Tone))));
            }

            terminal.Write(table);
        }
    }

    private void Aligned(IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<Cell>> rows)
    {
        var lines = rows.Select(row => row.Select(cell => Words.Clean(cell.Text)).ToArray()).Prepend([.. headers]).ToArray();
        var widths = headers.Select((_, column) => lines.Max(line => line[column].Length)).ToArray();
        foreach (var line in lines)
        {
            output.WriteLine(string.Join("  ", line.Select((text, column) => text.PadRight(widths[column]))).TrimEnd());
        }
    }

    // Of letters that are two cells wide there are fewer in a line.
    private static int CellsOf(string text) => new Segment(text).CellCount();

    private static Style Style(Tone tone) => tone switch
    {
        Tone.Quiet => new(Color.Grey),
        Tone.Good => new(Color.Green),
        Tone.Bad => new(Color.Red),
        Tone.Busy => new(Color.Yellow),
        _ => Spectre.Console.Style.Plain,
    };
}

internal sealed record Cell(string Text, Tone Tone = Tone.Plain)
{
    public static implicit operator Cell(string? text) => new(text ?? "");
}
