using System.Globalization;

namespace ClickDeploy.Functions.Variables;

/// <summary>The variables of a service have one ETag together: the number of their revision.</summary>
internal static class VariableTags
{
    public static string Of(int revision) => string.Create(CultureInfo.InvariantCulture, $"variables-{revision}");
}
