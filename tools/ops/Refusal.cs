namespace ClickDeploy.Ops;

/// <summary>The end of the program with a sentence for the person and a code for the script.</summary>
internal sealed class Refusal(int exitCode, string sentence, int? status = null) : Exception(sentence)
{
    public int ExitCode => exitCode;

    /// <summary>The platform's HTTP status, where it was the platform that refused.</summary>
    public int? Status => status;

    public static Refusal Usage(string sentence) => new(Ops.ExitCode.Usage, sentence);

    public static Refusal Failed(string sentence) => new(Ops.ExitCode.Failed, sentence);
}
