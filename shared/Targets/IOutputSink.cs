using ClickDeploy.Core;

namespace ClickDeploy.Targets;

/// <summary>Where the output of instances is kept. A target follows what they write and hands it over here, over restarts of the platform without loss or repeat.</summary>
public interface IOutputSink
{
    /// <summary>How far the source was kept: where it is to be read next; 0: nothing yet.</summary>
    Task<long> OffsetOf(OutputSource source, CancellationToken cancellation = default);

    /// <summary>Keeps the whole lines of <paramref name="bytes"/>, which begin at <paramref name="offset"/>, and what follows the last line feed as <paramref name="rest"/> says. What was kept before is left out.</summary>
    /// <returns>Up to where it is kept, for good: the target may delete it.</returns>
    Task<long> Keep(OutputSource source, long offset, ReadOnlyMemory<byte> bytes, OutputRest rest, CancellationToken cancellation = default);

    /// <summary>Marks that the source was not kept from <paramref name="from"/> to <paramref name="to"/>.</summary>
    Task Miss(OutputSource source, long from, long to, CancellationToken cancellation = default);

    /// <summary>The source is gone; it will not be asked for again.</summary>
    Task End(OutputSource source, CancellationToken cancellation = default);
}

/// <summary>One of the two outputs of an instance. <paramref name="Log"/>: <see cref="InstanceSpec.Log"/>.</summary>
public sealed record OutputSource(InstanceId Instance, OutputStream Stream, string Log);

/// <summary>What becomes of output that has no line feed yet.</summary>
public enum OutputRest
{
    /// <summary>It waits for one.</summary>
    Waits,

    /// <summary>It has waited long enough, and is shown as a line. More may come.</summary>
    Shows,

    /// <summary>Nothing more comes.</summary>
    Ends,
}
