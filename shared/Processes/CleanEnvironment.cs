using System.Text;
using System.Text.RegularExpressions;
using ClickDeploy.Core;

namespace ClickDeploy.Processes;

/// <summary>The environment of a workload: PATH, HOME and LANG with defaults, and what its specification names. Nothing of the platform's own.</summary>
public static partial class CleanEnvironment
{
    /// <summary>Where workloads and builds look for programs unless a variable says otherwise.</summary>
    public const string DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    // The wrapper is a shell, and keeps its own few variables under this prefix.
    private const string Reserved = "__ctd_";

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Null, or a sentence that names the variable that no process could get, and why.</summary>
    internal static string? Refuses(IReadOnlyDictionary<string, Sensitive<string>> variables)
    {
        foreach (var (name, value) in variables)
        {
            if (!Name().IsMatch(name))
                return $"The variable \"{name}\" cannot be set: a name has letters, digits and _ only, and does not start with a digit.";
            if (name.StartsWith(Reserved, StringComparison.Ordinal))
                return $"The variable {name} cannot be set: names that start with {Reserved} are the platform's own. Rename it.";
            if (value.Reveal().Contains('\0'))
                return $"The variable {name} cannot be set: its value has a NUL character, which no process can be given. Remove it.";
            if (!IsUnicode(value.Reveal()))
                return $"The variable {name} cannot be set: its value is not valid Unicode. Enter it again.";
        }
        return null;
    }

    /// <summary><c>NAME=value</c> in bytes, as the kernel takes it.</summary>
    internal static IReadOnlyList<byte[]> Of(IReadOnlyDictionary<string, Sensitive<string>> variables, string home)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = DefaultPath,
            ["HOME"] = home,
            ["LANG"] = "C.UTF-8",
        };
        foreach (var (name, value) in variables)
            all[name] = value.Reveal();
        return [.. all.Select(variable => Strict.GetBytes($"{variable.Key}={variable.Value}"))];
    }

    private static bool IsUnicode(string value)
    {
        try
        {
            Strict.GetByteCount(value);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*\\z")]
    private static partial Regex Name();
}
