namespace ClickDeploy.Ops.Commands;

internal static class Tones
{
    public static Tone OfOperation(string? state) => state switch
    {
        "live" or "completed" or "done" => Tone.Good,
        "failed" or "terminated" => Tone.Bad,
        "running" or "pending" => Tone.Busy,
        _ => Tone.Quiet,
    };
}
