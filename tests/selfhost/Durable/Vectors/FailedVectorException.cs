namespace ClickDeploy.Tests.SelfHost.Durable.Vectors;

/// <summary>The vector cannot be driven on: nothing that an instance gave.</summary>
internal sealed class FailedVectorException(string message) : Exception(message);
