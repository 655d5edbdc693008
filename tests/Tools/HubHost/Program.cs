using ClickDeploy.SelfHost.Durable;
using ClickDeploy.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// The durable engine as a process of its own, to be frozen and killed. Settings: those of the store, PORT, PROCESS (its name), EFFECTS (the file
// to which each run of an activity adds a line) and LEASE_SECONDS (how long the lease lasts; it is renewed three times as often).
var builder = FunctionsApplication.CreateBuilder(args);
builder.Services.AddStorage(builder.Configuration);
builder.Services.PostConfigure<DurableOptions>(options =>
{
    options.LeaseDuration = TimeSpan.FromSeconds(builder.Configuration.GetValue("LEASE_SECONDS", 15));
    options.LeaseRenewal = options.LeaseDuration / 3;
});
using var host = builder.Build();
await host.StartAsync();
Console.WriteLine("listening " + host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
await host.WaitForShutdownAsync();
