using System.Reflection;
using ClickDeploy.SelfHost.Functions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace ClickDeploy.SelfHost.Timers;

/// <summary>Makes timer functions of methods with [TimerTrigger].</summary>
internal sealed class TimerFunctionBinder(IConfiguration configuration, List<string> problems)
{
    public TimerFunction? Bind(FoundFunction found)
    {
        var trigger = (TimerTriggerAttribute)found.Trigger;
        var before = problems.Count;
        var sources = found.Method.GetParameters().Select(parameter => Source(found, parameter)).ToArray();
        var text = ScheduleParser.Resolve(trigger.Schedule, configuration, out var problem);
        var schedule = text is null ? null : ScheduleParser.Parse(text, out problem);
        if (problem is not null)
        {
            problems.Add($"{found.Place}: {problem}");
        }

        return problems.Count > before ? null : new TimerFunction(new Function(found, sources!), schedule!)
        {
            Text = text!,
            Monitored = trigger.UseMonitor && ScheduleParser.IsMonitored(schedule!),
            RunOnStartup = trigger.RunOnStartup,
        };
    }

    private ParameterSource? Source(FoundFunction found, ParameterInfo parameter)
    {
        if (parameter != found.TriggerParameter)
        {
            return CommonSources.Require(found, parameter, problems);
        }

        if (parameter.ParameterType == typeof(TimerInfo))
        {
            return static invocation => invocation.Trigger;
        }

        problems.Add($"{found.Place}: the parameter '{parameter.Name}' with TimerTrigger is a {parameter.ParameterType.Name}: make it a TimerInfo.");
        return null;
    }
}
