using System.Text;

namespace ClickDeploy.Core;

/// <summary>Characters as limits count them, and the API's description with them: code points, however many of UTF-16's units each takes.</summary>
public static class Characters
{
    public static int CountOf(string text) => text.EnumerateRunes().Count();
}
