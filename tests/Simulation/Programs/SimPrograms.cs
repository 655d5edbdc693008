using System.Globalization;

namespace ClickDeploy.Tests.Simulation.Programs;

/// <summary>Makes programs of a seed. Keys and event names are unique within one, so that every run and event can be told apart.</summary>
/// <param name="breaks">Whether it may fail for good until it is mended: nobody catches that.</param>
public sealed class SimPrograms(Random random, string instance, bool breaks = true)
{
    private int _next;

    public SimProgram Make(int depth)
    {
        if (depth > 0)
        {
            switch (random.Next(6))
            {
                case 0 or 1:
                    return new SimProgram.Seq(Several(depth));
                case 2:
                    return new SimProgram.All(Several(depth));
                case 3:
                    return Child(depth, static program => program);
                case 4:
                    // It calls first of all, so that no failure comes before.
                    var name = Name("h");
                    return new SimProgram.All([Child(depth, program => new SimProgram.Seq([new SimProgram.Call(name), program])), new SimProgram.Hear(name)]);
            }
        }

        return random.Next(breaks ? 10 : 9) switch
        {
            0 or 1 or 2 => new SimProgram.Act(Name("a")),
            3 => new SimProgram.Retry(Name("r"), random.Next(4), random.Next(1, 5)),
            4 => new SimProgram.Pause(random.Next(0, 60_000)),
            5 => new SimProgram.Await(Name("e")),
            6 => new SimProgram.Race(Name("c"), random.Next(1, 500)),
            7 => new SimProgram.Tell(Name("t")),
            9 => new SimProgram.Mend(Name("b")),
            _ => random.Next(6) == 0 ? new SimProgram.Fail(Name("f")) : new SimProgram.Mark(Name("m")),
        };
    }

    private SimProgram.Child Child(int depth, Func<SimProgram, SimProgram> shape)
    {
        // Events of a child are raised by its id, so only a child without a given id may not wait for any.
        var id = Name("child");
        var named = random.Next(2) == 0;
        var strict = breaks && random.Next(2) == 0;
        var program = shape(new SimPrograms(random, id, strict).Make(depth - 1));
        return new SimProgram.Child(named || program.Flatten().Any(part => part is SimProgram.Await) ? id : null, program, strict);
    }

    private List<SimProgram> Several(int depth) => [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => Make(depth - 1))];

    private string Name(string kind) => string.Create(CultureInfo.InvariantCulture, $"{instance}.{kind}{_next++}");
}
