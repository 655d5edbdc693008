using ClickDeploy.Core;

namespace ClickDeploy.Clients.Caddy;

/// <summary>What hosts were asked in a time. A host that was asked nothing is not in it.</summary>
public sealed record AccessCounts(TimeSpan Time, IReadOnlyDictionary<string, HostCounts> Hosts);

/// <summary>Requests to one host, counted at their end.</summary>
public sealed record HostCounts
{
    public int Requests { get; private set; }

    /// <summary>Those that were answered with 500 or above, by the application or in its place.</summary>
    public int Errors { get; private set; }

    /// <summary>In the bodies of answers.</summary>
    public long SentBytes { get; private set; }

    /// <summary>From the request to the end of its answer. A connection that was handed over (a WebSocket) is a request, and no duration.</summary>
    public Durations Durations { get; } = new();

    internal void Add(int status, double seconds, long bytes)
    {
        Requests++;
        Errors += status >= 500 ? 1 : 0;
        SentBytes += bytes;
        if (status != 101)
            Durations.Add(seconds);
    }
}
