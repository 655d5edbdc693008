using System.Text.Json.Nodes;

namespace ClickDeploy.Tests.SelfHost.Durable.Vectors;

/// <summary>The one place that says where this engine gives another answer on purpose, on both storages, and why.</summary>
internal static class VectorDifferences
{
    /// <summary>What a body that stays in memory does not show: it is not replayed. (All vectors also run with a replay at each step, and there these agree.)</summary>
    public static IReadOnlySet<string> OnlyWithReplay { get; } = new HashSet<string> { "NewGuids", "Replays" };

    /// <summary>Stands in a history for an end whose text is not compared.</summary>
    public const string AnyEnd = "(any end)";

    private static readonly Dictionary<string, Action<JsonObject>> Edits = new()
    {
        // The real engine loses an event that comes before the first turn; the vector's note says that keeping it is as good. Then the second one finds the instance ended.
        ["EventBeforeStart"] = vector =>
        {
            vector["steps"]!.AsArray().RemoveAt(6);
            vector["steps"]![5]!["gives"] = JsonNode.Parse("""{"name":"WaitForGo","status":"Completed","input":null,"output":"\"got early\"","customStatus":"\"waiting\"","readOutputAs":"ok"}""");
            vector["instances"]!["main"]!["output"] = "\"got early\"";
        },
        // The text of these failures is the Functions host's; the note says to compare the status only.
        ["EventTimeoutUncaught"] = IgnoreOutput,
        ["EventOfWrongType"] = IgnoreOutput,
        ["OrchestratorUnknown"] = IgnoreOutput,
        // The leftover timer after the last attempt may be left out, says the note; the end then has an id less.
        ["RetryExhausted"] = vector =>
        {
            var history = vector["instances"]!["main"]!["history"]!.AsArray();
            Remove(history, entry => (int?)entry["id"] == 5 || (int?)entry["for"] == 5);
            history.Last(entry => (string?)entry!["event"] == "ExecutionCompleted")!["id"] = 5;
        },
        // "(unknown)" there; here the details say what is wrong, which the note welcomes.
        ["ActivityUnknown"] = vector =>
        {
            const string Sentence = "The function 'NoSuchActivity' doesn't exist, is disabled, or is not an activity function.";
            var output = """{"TaskName":"NoSuchActivity","TaskId":0,"Seen":{"Type":"System.InvalidOperationException","Message":"TEXT","InnerType":null,"InnerMessage":null}}"""
                .Replace("TEXT", Sentence.Replace("'", "\\u0027"));
            vector["instances"]!["main"]!["output"] = output;
            foreach (var entry in vector["instances"]!["main"]!["history"]!.AsArray())
            {
                switch ((string?)entry!["event"])
                {
                    case "TaskFailed":
                        entry["reason"] = Sentence;
                        entry["failureDetails"] = new JsonObject { ["errorType"] = "System.InvalidOperationException", ["errorMessage"] = Sentence, ["inner"] = null };
                        break;
                    case "ExecutionCompleted":
                        entry["result"] = output;
                        break;
                }
            }
        },
        // Recursive is ignored there; terminating the children is nearer to the documentation, says the note.
        ["ParentTerminatedRecursively"] = vector =>
        {
            vector["steps"]![6]!["gives"]!["status"] = "Terminated";
            foreach (var child in new[] { "{main}:a", "{main}:b" })
            {
                vector["instances"]![child]!["status"] = "Terminated";
                vector["instances"]![child]!["output"] = "\"enough\"";
                vector["instances"]![child]!["historyCompare"] = "varies";
            }
        },
        // It hangs there; here it fails with a sentence (functions-api).
        ["AwaitsNonDurable"] = vector =>
        {
            vector["steps"]![1]!.AsObject().Remove("gives");
            vector["instances"]!["main"]!["status"] = "Failed";
            vector["instances"]!["main"]!["historyCompare"] = "varies";
            IgnoreOutput(vector);
        },
        // What the diverging turn had decided stands in the history there; here it is dropped. Whether it ran is not compared, says the note.
        ["Changes2"] = vector =>
        {
            var main = vector["instances"]!["main"]!;
            main["activityRuns"]!.AsObject().Remove("SayHello");
            Remove(main["history"]!.AsArray(), entry => (string?)entry["name"] == "SayHello");
        },
        // Type and text are not compared; the message says that it already exists.
        ["StartTwiceLive"] = vector => vector["steps"]![2]!["gives"] = JsonNode.Parse("""{"throws":"System.InvalidOperationException","message":"An Orchestration instance with the ID {main} already exists (status Running)."}"""),
        // The client terminates the live one there; the Functions host refuses, and so do we (the note asks for it). The second one never runs.
        ["StartTwiceLiveNoDedupe"] = vector =>
        {
            vector["steps"]![2]!["gives"] = JsonNode.Parse("""{"throws":"System.InvalidOperationException","message":"An Orchestration instance with the ID {main} already exists (status Running)."}""");
            vector["steps"]!.AsArray().RemoveAt(3);
            vector["instances"] = JsonNode.Parse("""{"main":{"orchestrator":"WaitForGo","status":"Running","output":null,"customStatus":"\"waiting\"","activityRuns":{},"historyCompare":"varies"}}""");
        },
        // Nothing says so at the engine; the Functions host refuses, says the note.
        ["AfterTheEnd"] = vector =>
        {
            foreach (var step in new[] { 2, 3, 4, 5 })
            {
                vector["steps"]![step]!["gives"] = JsonNode.Parse("""{"throws":"System.InvalidOperationException"}""");
            }
        },
        // The same; raising to nobody is dropped in silence there, too. How a wait ends that is cancelled is not compared.
        ["UnknownInstance"] = vector =>
        {
            foreach (var step in new[] { 2, 3, 4 })
            {
                vector["steps"]![step]!["gives"] = JsonNode.Parse("""{"throws":"System.ArgumentException"}""");
            }

            vector["steps"]![8]!["gives"] = JsonNode.Parse("""{"throws":"System.OperationCanceledException"}""");
        },
        // The output of what is suspended is the reason there, which the note leaves out of the comparison.
        ["SuspendWithEvent"] = vector =>
        {
            vector["steps"]![7]!["gives"]!.AsObject().Remove("output");
            vector["steps"]![7]!["gives"]!.AsObject().Remove("readOutputAs");
        },
        ["SuspendTwiceResumeTwice"] = vector => vector["steps"]![6]!["gives"]!.AsObject().Remove("readOutputAs"),
        // The recording was driven with 12.50, as its output shows; the file's steps have lost the last digit.
        ["Payload"] = vector => vector["steps"]![0]!["input"]!["Price"] = JsonNode.Parse("12.50"),
        // The Functions host refuses the id with a slash, a backslash, a hash and a question mark.
        ["OddIds"] = vector =>
        {
            vector["steps"]![2]!["gives"] = JsonNode.Parse("""{"throws":"System.ArgumentException"}""");
            vector["steps"]!.AsArray().RemoveAt(7);
            vector["instances"]!.AsObject().Remove("c");
        },
    };

    public static IEnumerable<string> Different => Edits.Keys;

    /// <summary>The vector as this engine has to answer it.</summary>
    public static JsonObject Expected(string name)
    {
        var vector = VectorFile.Vector(name);
        if (Edits.TryGetValue(name, out var edit))
        {
            edit(vector);
        }

        return vector;
    }

    private static void IgnoreOutput(JsonObject vector)
    {
        var main = vector["instances"]!["main"]!.AsObject();
        main.Remove("output");
        main.Remove("failureDetails");
        main.Remove("customStatus");
        foreach (var entry in main["history"]!.AsArray().Where(entry => (string?)entry!["event"] == "ExecutionCompleted"))
        {
            entry!.AsObject()["result"] = AnyEnd;
        }
    }

    private static void Remove(JsonArray array, Func<JsonNode, bool> which)
    {
        foreach (var entry in array.Where(entry => which(entry!)).ToList())
        {
            array.Remove(entry);
        }
    }
}
