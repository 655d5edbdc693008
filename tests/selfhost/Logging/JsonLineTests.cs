using System.Text;
using System.Text.Json;
using ClickDeploy.SelfHost.Logging;
using Microsoft.Extensions.Logging;

namespace ClickDeploy.Tests.SelfHost.Logging;

public sealed class JsonLineTests
{
    [Fact]
    public void Line_HasTheFieldsOfTheMessageAndOfWhatIsAroundIt()
    {
        var lines = new List<string>();
        var scopes = new LoggerExternalScopeProvider();
        var logger = new LineLogger("ClickDeploy.Functions.Http.FailureMiddleware", TimeProvider.System, LogFormat.Json, () => scopes, line => lines.Add(Encoding.UTF8.GetString(line)));
        using (scopes.Push(new Dictionary<string, object?> { ["request_id"] = "r-1", ["message"] = "not this one" }))
        {
            logger.LogWarning(new InvalidOperationException("two\nlines"), "{Method} of {Service} took {Seconds}\n", "GET", "web", 1.5);
        }

        var line = Assert.Single(lines);
        Assert.Equal(1, line.Count(character => character == '\n'));
        var json = JsonDocument.Parse(line).RootElement;
        Assert.Equal(("warn", "GET of web took 1.5\n", "GET", "web", 1.5, "r-1"), (Text("level"), Text("message"), Text("method"), Text("service"), json.GetProperty("seconds").GetDouble(), Text("request_id")));
        Assert.Contains("two\nlines", Text("exception"));

        string? Text(string name) => json.GetProperty(name).GetString();
    }
}
