using ClickDeploy.SelfHost.Settings;

namespace ClickDeploy.SelfHost.Functions;

/// <summary>The end of an invocation that takes longer than host.json's functionTimeout, or whose caller gives up.</summary>
internal sealed class FunctionLimit : IDisposable
{
    private readonly CancellationTokenSource _end;
    private readonly CancellationTokenRegistration _caller;

    public FunctionLimit(HostJson host, TimeProvider time, CancellationToken cancellation)
    {
        _end = new CancellationTokenSource(host.FunctionTimeout ?? Timeout.InfiniteTimeSpan, time);
        _caller = cancellation.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), _end);
    }

    public CancellationToken Token => _end.Token;

    public void Dispose()
    {
        _caller.Dispose();
        _end.Dispose();
    }
}
