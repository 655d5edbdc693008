using ClickDeploy.Tests.Shared.Storage.Azure;

namespace ClickDeploy.Tests.SelfHost.Durable.Edges;

/// <summary>One Azurite for all families.</summary>
[CollectionDefinition(Name)]
public sealed class OnAzurite : ICollectionFixture<AzuriteFixture>
{
    public const string Name = "durable edges on Azurite";
}
