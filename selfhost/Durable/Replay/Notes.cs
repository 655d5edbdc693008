using ClickDeploy.SelfHost.Durable.History;

namespace ClickDeploy.SelfHost.Durable.Replay;

/// <summary>What the steps bring that counts at once, whether or not the body runs, and of which the body knows nothing.</summary>
internal sealed class Notes
{
    private readonly HashSet<string> _messages = new(StringComparer.Ordinal);
    private readonly List<EventRaised> _carried = [];

    /// <summary>The messages that were received, oldest first.</summary>
    public IEnumerable<string> Messages => _messages;

    /// <summary>Events of the generation before that are still to be received.</summary>
    public IReadOnlyList<EventRaised> Carried => _carried;

    /// <summary>What comes is put down, and the body does not run.</summary>
    public bool IsSuspended { get; private set; }

    /// <summary>How often this execution was rewound.</summary>
    public int Rewinds { get; private set; }

    public bool HasSeen(string message) => _messages.Contains(message);

    public void Take(HistoryEvent e)
    {
        switch (e)
        {
            case ExecutionStarted started:
                _messages.UnionWith(started.Seen ?? []);
                _carried.AddRange(started.Carried ?? []);
                break;
            case EventRaised raised:
                _messages.Add(raised.Message);
                _carried.RemoveAll(carried => carried.Message == raised.Message);
                break;
            case ExecutionRewound rewound:
                _messages.Add(rewound.Message);
                _messages.UnionWith(rewound.Ends ?? []);
                Rewinds++;
                break;
            case ExecutionSuspended or ExecutionResumed:
                IsSuspended = e is ExecutionSuspended;
                break;
        }
    }
}
