// The name is part of the stored failure: the real engine's own type, which product code may look for.
namespace DurableTask.Core.Exceptions;

internal sealed class NonDeterministicOrchestrationException(string message) : Exception(message);
