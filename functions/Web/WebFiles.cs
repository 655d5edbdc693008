using Microsoft.Extensions.Options;

namespace ClickDeploy.Functions.Web;

/// <summary>The files of the built page.</summary>
public sealed class WebFiles(IOptions<AppOptions> options)
{
    private readonly string _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Value.WebRoot));

    /// <summary>The page itself; null: it was not built.</summary>
    public string? Index => Find("index.html");

    /// <summary>The file of that path below the root; null: there is none, or it would lie elsewhere.</summary>
    public string? Find(string path)
    {
        if (path.Any(character => char.IsControl(character) || character == '\\') || path.Split('/').Any(segment => segment.StartsWith('.')))
        {
            return null;
        }

        var file = Path.GetFullPath(Path.Combine(_root, path));
        return file.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(file) ? file : null;
    }
}
