using ClickDeploy.Functions.Http;
using ClickDeploy.Services;

namespace ClickDeploy.Functions.Canvas;

/// <summary>Reads where a node stands. Browsers measure in fractions of a pixel; the canvas keeps whole ones.</summary>
internal static class PositionFields
{
    private const int Farthest = 1_000_000;

    public static CanvasPosition Read(Fields body, CanvasPosition otherwise) => new(Coordinate(body, "canvas_x", otherwise.X), Coordinate(body, "canvas_y", otherwise.Y));

    public static CanvasPosition ReadRequired(Fields body)
    {
        body.Require("canvas_x");
        body.Require("canvas_y");
        return Read(body, new(0, 0));
    }

    private static int Coordinate(Fields body, string name, int otherwise)
    {
        var value = body.Number(name, otherwise, new(Least: -Farthest, Most: Farthest));
        if (Math.Abs(value) <= Farthest)
        {
            return (int)Math.Round(value);
        }

        body.Refuse(name, "out_of_range", $"is off the canvas. Send a number from -{Farthest} to {Farthest}.");
        return otherwise;
    }
}
