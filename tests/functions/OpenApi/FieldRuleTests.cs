using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ClickDeploy.Tests.Functions.OpenApi;

/// <summary>What the description says of a field is what is checked: a value that breaks a pattern, a length, a bound or an enum is refused, and the field named.</summary>
public sealed class FieldRuleTests(AppFixture fixture) : IClassFixture<AppFixture>
{
    // No shape that is described takes it.
    private const string Nonsense = "\u0001 nonsense ä\\#";

    [Fact]
    public async Task Field_WithAValueThatItsSchemaForbids_IsRefusedByName()
    {
        // The platform's administrators may send to every route.
        var owner = fixture.App.AsOwner("built-in");
        var objects = await SampleObjects.Make(owner);
        var tried = 0;
        foreach (var operation in (await Description.Of(fixture.App)).Operations.Where(operation => operation.Body is not null))
        {
            foreach (var (field, value, body) in Bad(operation.Body!.Value))
            {
                var answer = await owner.Send(new HttpMethod(operation.Method), "!" + objects.Fill(operation.Route), new StringContent(body, Encoding.UTF8, "application/json"), []);
                if (answer.Status == HttpStatusCode.NotFound)
                {
                    // An object that this test does not make.
                    continue;
                }

                Assert.True(answer.Status == HttpStatusCode.BadRequest && answer.Faults.ContainsKey(field), $"{operation} with {field} = {(value.Length > 60 ? value[..60] + "…" : value)}: {(int)answer.Status} {answer.Text}");
                tried++;
            }
        }

        Assert.True(tried >= 60, $"only {tried} values were tried");
    }

    [Fact]
    public async Task Schemas_HaveTheRulesOfTheMainFields()
    {
        var operations = (await Description.Of(fixture.App)).Operations;
        JsonElement Field(string name, string field) => operations.Single(operation => operation.Name == name).Body!.Value.GetProperty("properties").GetProperty(field);

        Assert.Equal("^(?:[a-z]([a-z0-9-]{0,61}[a-z0-9])?)$", Field("CreateService", "name").GetProperty("pattern").GetString());
        Assert.Equal((1, 65535), (Field("CreateService", "port").GetProperty("minimum").GetInt32(), Field("CreateService", "port").GetProperty("maximum").GetInt32()));
        Assert.Equal((1, 100), (Field("CreateProject", "name").GetProperty("minLength").GetInt32(), Field("CreateProject", "name").GetProperty("maxLength").GetInt32()));
        Assert.Equal(["viewer", "developer", "owner", "admin"], Field("CreateToken", "scopes").GetProperty("items").GetProperty("enum").EnumerateArray().Select(word => word.GetString()));
    }

    private static IEnumerable<(string Field, string Value, string Body)> Bad(JsonElement schema)
    {
        foreach (var field in schema.GetProperty("properties").EnumerateObject())
        {
            var (name, quoted) = (field.Name, JsonSerializer.Serialize(field.Name));
            foreach (var value in BadValues(field.Value))
            {
                yield return (name, value, $"{{{quoted}:{value}}}");
            }

            if (field.Value.TryGetProperty("properties", out _))
            {
                foreach (var inner in Bad(field.Value))
                {
                    yield return ($"{name}.{inner.Field}", inner.Value, $"{{{quoted}:{inner.Body}}}");
                }
            }
            else if (field.Value.TryGetProperty("items", out var items))
            {
                foreach (var value in BadValues(items))
                {
                    yield return ($"{name}[0]", value, $"{{{quoted}:[{value}]}}");
                }

                foreach (var inner in items.TryGetProperty("properties", out _) ? Bad(items) : [])
                {
                    yield return ($"{name}[0].{inner.Field}", inner.Value, $"{{{quoted}:[{inner.Body}]}}");
                }
            }
        }
    }

    private static IEnumerable<string> BadValues(JsonElement schema)
    {
        if (schema.TryGetProperty("pattern", out var pattern))
        {
            Assert.DoesNotMatch(new Regex(pattern.GetString()!, RegexOptions.ECMAScript), Nonsense);
            yield return JsonSerializer.Serialize(Nonsense);
        }

        if (schema.TryGetProperty("enum", out _))
        {
            yield return "\"no_such_word\"";
        }

        if (schema.TryGetProperty("format", out _))
        {
            yield return "\"nonsense\"";
        }

        if (schema.TryGetProperty("minLength", out _))
        {
            yield return "\"\"";
        }

        if (schema.TryGetProperty("maxLength", out var longest))
        {
            yield return JsonSerializer.Serialize(new string('a', longest.GetInt32() + 1));
        }

        if (schema.TryGetProperty("minimum", out var least))
        {
            yield return (least.GetDouble() - 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (schema.TryGetProperty("maximum", out var most))
        {
            yield return (most.GetDouble() + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}
