using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.SelfHost.Timers;

/// <summary>Runs the timer's function once; what it throws is dealt with there.</summary>
internal delegate Task TimerFiring(TimerInfo info, CancellationToken stopping);
