using Microsoft.AspNetCore.Http;

namespace ClickDeploy.SelfHost.Http;

/// <summary>One request in hand. Its token is the request's <see cref="HttpContext.RequestAborted"/> too.</summary>
internal sealed class RunningRequest : IDisposable
{
    private readonly RunningRequests _owner;
    private readonly HttpContext _context;
    private readonly CancellationTokenSource _end;
    private readonly CancellationTokenRegistration _clientGone;

    public RunningRequest(RunningRequests owner, HttpContext context, TimeSpan limit, TimeProvider time)
    {
        _owner = owner;
        _context = context;
        _end = new CancellationTokenSource(limit, time);
        _clientGone = context.RequestAborted.UnsafeRegister(static state => ((RunningRequest)state!).Leave(), this);
        context.RequestAborted = _end.Token;
    }

    public CancellationToken Token => _end.Token;

    public bool ClientGone { get; private set; }

    public bool Answering
    {
        get
        {
            try
            {
                return _context.Response.HasStarted;
            }
            catch (ObjectDisposedException)
            {
                // It ended meanwhile, and its context with it.
                return false;
            }
        }
    }

    public void Cancel()
    {
        try
        {
            _end.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself meanwhile.
        }
    }

    public void Dispose()
    {
        _owner.End(this);
        _clientGone.Dispose();
        _end.Dispose();
    }

    private void Leave()
    {
        ClientGone = true;
        Cancel();
    }
}
