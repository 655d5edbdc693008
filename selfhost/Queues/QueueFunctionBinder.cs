using System.Text.Json;
using System.Text.RegularExpressions;
using ClickDeploy.SelfHost.Functions;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.SelfHost.Queues;

/// <summary>Makes queue functions of methods with [QueueTrigger].</summary>
internal sealed partial class QueueFunctionBinder(List<string> problems)
{
    // As the worker reads messages.
    private static readonly JsonSerializerOptions Json = new() { PropertyNameCaseInsensitive = true };

    public QueueFunction? Bind(FoundFunction found)
    {
        var queue = ((QueueTriggerAttribute)found.Trigger).QueueName;
        var before = problems.Count;
        if (!Name().IsMatch(queue))
        {
            problems.Add($"{found.Place}: '{queue}' is no name of a queue: use 3 to 56 lower-case letters, digits and single hyphens, beginning with a letter.");
        }

        var sources = found.Method.GetParameters().Select(parameter => found.IsTrigger(parameter) ? static invocation => invocation.Trigger : CommonSources.Require(found, parameter, problems)).ToArray();
        var type = found.TriggerParameter.ParameterType;
        return problems.Count > before
            ? null
            : new QueueFunction(new Function(found, sources!), queue, type == typeof(string) ? static body => body : body => JsonSerializer.Deserialize(body, type, Json));
    }

    // As IStorage.Queue has it, with room for "-poison".
    [GeneratedRegex("^(?=.{3,56}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex Name();
}
