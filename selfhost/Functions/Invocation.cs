using System.Collections.ObjectModel;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.SelfHost.Functions;

/// <summary>One call of a function: what its parameters are bound from, and what came of it.</summary>
internal sealed class Invocation(Function function, IServiceProvider services, object? trigger, CancellationToken cancellation) : FunctionContext
{
    private string? _id;
    private IDictionary<object, object>? _items;
    private InvocationBinding? _binding;

    public Function Function { get; } = function;

    /// <summary>The value of the trigger's parameter: the HTTP request, the timer's information, the message, the activity's input.</summary>
    public object? Trigger { get; } = trigger;

    public IReadOnlyDictionary<string, object> Data { get; init; } = ReadOnlyDictionary<string, object>.Empty;

    public object? Result { get; set; }

    public override string InvocationId => _id ??= Guid.NewGuid().ToString();

    public override string FunctionId => Function.Definition.Id;

    public override BindingContext BindingContext => _binding ??= new InvocationBinding(Data);

    public override IServiceProvider InstanceServices { get; set; } = services;

    public override FunctionDefinition FunctionDefinition => Function.Definition;

    public override IDictionary<object, object> Items
    {
        get => _items ??= new Dictionary<object, object>();
        set => _items = value;
    }

    public override CancellationToken CancellationToken { get; } = cancellation;

    private sealed class InvocationBinding(IReadOnlyDictionary<string, object> data) : BindingContext
    {
        public override IReadOnlyDictionary<string, object> BindingData { get; } = data;
    }
}
