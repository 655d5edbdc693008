using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace ClickDeploy.SelfHost.Hosting;

/// <summary>A start that cannot be ends with one sentence for each reason on stderr and exit code 1; a stack trace would hide the sentence.</summary>
internal static class StartRefusal
{
    public static void EndProcess(IReadOnlyList<string> sentences)
    {
        foreach (var sentence in sentences)
        {
            Console.Error.WriteLine(sentence);
        }

        Environment.Exit(1);
    }

    /// <summary>The sentences that an exception of the start carries, or none when it is a bug.</summary>
    public static IReadOnlyList<string> Sentences(Exception exception) => exception switch
    {
        OptionsValidationException invalid => [.. invalid.Failures],
        AggregateException several when several.InnerExceptions.All(inner => Sentences(inner).Count > 0) => [.. several.InnerExceptions.SelectMany(Sentences)],
        // The binder of configuration names the setting and its value, not what to do.
        InvalidOperationException unreadable when unreadable.GetBaseException() is FormatException or OverflowException => [$"{unreadable.Message.TrimEnd('.')}: set it to such a value, or remove it."],
        IOException { InnerException: AddressInUseException } taken => [$"{taken.Message.TrimEnd('.')}: set PORT to a free port, or stop the program that holds this one."],
        _ => [],
    };
}
