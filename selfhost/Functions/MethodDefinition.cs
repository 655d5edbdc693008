using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker;

namespace ClickDeploy.SelfHost.Functions;

internal sealed class MethodDefinition(FoundFunction found) : FunctionDefinition
{
    private ImmutableArray<FunctionParameter> _parameters;

    public override ImmutableArray<FunctionParameter> Parameters => _parameters.IsDefault
        ? _parameters = [.. found.Method.GetParameters().Select(parameter => new FunctionParameter(parameter.Name!, parameter.ParameterType))]
        : _parameters;

    public override string PathToAssembly => found.Class.Assembly.Location;

    public override string EntryPoint => found.Place;

    public override string Id => found.Name;

    public override string Name => found.Name;
}
