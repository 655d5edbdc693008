using System.Text.Json.Nodes;
using ClickDeploy.SelfHost.Durable;
using ClickDeploy.Storage;
using ClickDeploy.Tests.Simulation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.Tests.SelfHost.Durable.Vectors;

/// <summary>One vector on an engine of its own, under a clock of its own: its steps, and what is wrong with what they gave and left.</summary>
internal sealed class VectorRun : IAsyncDisposable
{
    private readonly JsonObject _vector;
    private readonly InMemoryDurable _durable;
    private readonly VectorNames _names = new();
    private readonly VectorDriver _driver;
    private readonly VectorComparison _comparison;

    public VectorRun(JsonObject vector, bool replaying, IStorage? store = null)
    {
        _vector = vector;
        var functions = new VectorFunctions();
        var log = new VectorLog();
        _durable = new InMemoryDurable(
            functions.Registry(),
            services => services.AddSingleton<ILoggerProvider>(log),
            options: options => (options.HubName, options.MaxLiveBytes) = (_names.Run, replaying ? 0 : options.MaxLiveBytes),
            store: store)
        {
            RealWork = TimeSpan.Zero,
        };
        _driver = new VectorDriver(_durable, functions, log, _names);
        _comparison = new VectorComparison(_durable, functions, _names);
    }

    public List<string> Run()
    {
        _durable.Await(async () =>
        {
            var steps = _vector["steps"]!.AsArray();
            for (var i = 0; i < steps.Count; i++)
            {
                var step = steps[i]!.AsObject();
                var gave = await Try(step);
                if (step["gives"] is { } expected && !VectorComparison.Agrees(expected, gave))
                {
                    _comparison.Wrong.Add($"step {i} {step["do"]} gave {gave?.ToJsonString()}, not {expected.ToJsonString()}");
                }
                else if (step["gives"] is null && gave is JsonObject thrown && thrown.ContainsKey("throws"))
                {
                    _comparison.Wrong.Add($"step {i} {step["do"]} threw {gave.ToJsonString()}");
                }
            }

            foreach (var (alias, expected) in _vector["instances"]!.AsObject())
            {
                await _comparison.Compare(_names.Instance(alias), expected!.AsObject());
            }
        });
        return _comparison.Wrong;
    }

    public ValueTask DisposeAsync() => _durable.DisposeAsync();

    private async Task<JsonNode?> Try(JsonObject step)
    {
        try
        {
            return await _driver.Do(step);
        }
        catch (Exception thrown) when (thrown is not FailedVectorException)
        {
            return new JsonObject { ["throws"] = thrown.GetType().FullName, ["message"] = _names.Hidden(thrown.Message.Split('\n')[0]) };
        }
    }
}
