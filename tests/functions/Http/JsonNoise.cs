using System.Globalization;
using System.Text;

namespace ClickDeploy.Tests.Functions.Http;

/// <summary>Bodies that are nearly right: the API's fields with values of every kind, sometimes broken afterwards.</summary>
internal static class JsonNoise
{
    private static readonly string[] Names =
    [
        "name", "type", "git_source", "url", "branch", "root_dir", "provider", "port", "instance_size", "instance_count", "start_command", "health_check_path",
        "auto_deploy", "description", "region", "target", "slug", "canvas_x", "canvas_y", "positions", "id", "org", "user", "roles", "__proto__", "", "\\u0000", "\\ud800", "Name",
    ];

    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "8080", "1e400", "-0.0", "99999999999999999999", "\"\"", "\"a\"", "\"web\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"🙂\"", "\"small\"", "\"/\"",
        "\"../..\"", "\"-x\"", "\"https://github.com/acme/web\"", "\"file:///etc\"", "\"local\"", "[]", "{}", "[null]", "[[]]", "[\"owner\"]", "\"6f9619ff-8b86-d011-b42d-00cf4fc964ff\"",
    ];

    public static byte[] Make(Random random)
    {
        var text = new StringBuilder();
        Object(text, random, depth: 0);
        var body = Encoding.UTF8.GetBytes(text.ToString());
        if (random.Next(4) == 0 && body.Length > 0)
        {
            body[random.Next(body.Length)] = (byte)random.Next(256);
        }

        return random.Next(10) == 0 ? body[..random.Next(body.Length + 1)] : body;
    }

    private static void Object(StringBuilder text, Random random, int depth)
    {
        text.Append('{');
        var count = random.Next(6);
        for (var i = 0; i < count; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"\"{Names[random.Next(Names.Length)]}\":");
            switch (depth < 4 ? random.Next(6) : 5)
            {
                case 0:
                    Object(text, random, depth + 1);
                    break;
                case 1:
                    text.Append('[');
                    Object(text, random, depth + 1);
                    text.Append(']');
                    break;
                default:
                    text.Append(Values[random.Next(Values.Length)]);
                    break;
            }
        }

        text.Append('}');
    }
}
