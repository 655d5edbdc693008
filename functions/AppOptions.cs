using ClickDeploy.Backups;

namespace ClickDeploy.Functions;

/// <summary>Where the platform keeps its things and how its addresses are made. The settings are those of specification 13.1, and DATA_DIR and WEB_ROOT.</summary>
public sealed class AppOptions
{
    /// <summary>DATA_DIR: the folder of everything that lasts. Needed.</summary>
    public string DataDirectory { get; set; } = "";

    /// <summary>PROXY_PORT: where deployed services answer; part of their URLs.</summary>
    public int ProxyPort { get; set; } = 8080;

    /// <summary>WEB_ROOT: the built page; web/dist of the repository if it is not set.</summary>
    public string WebRoot { get; set; } = "";

    /// <summary>What is wrong, each a sentence that names the setting, its value and the fix.</summary>
    internal IEnumerable<string> Faults()
    {
        if (new UnfinishedRestore(DataDirectory).Sentence is { } unfinished)
        {
            yield return unfinished;
        }

        if (!Path.IsPathRooted(WebRoot))
        {
            yield return $"WEB_ROOT is '{WebRoot}': set it to the absolute path of the built page (web/dist of the repository).";
        }
    }
}
