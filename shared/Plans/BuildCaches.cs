namespace ClickDeploy.Plans;

/// <summary>How package managers are told where to keep what they downloaded, and to write nothing that a release needs outside of it.</summary>
public static class BuildCaches
{
    /// <param name="names"><see cref="BuildPlan.Caches"/>.</param>
    /// <param name="folder">The folder of a cache.</param>
    public static IReadOnlyDictionary<string, string> Variables(IEnumerable<string> names, Func<string, string> folder) =>
        names.SelectMany(name => Of(name, folder)).GroupBy(variable => variable.Name).ToDictionary(same => same.Key, same => same.First().Value);

    private static IEnumerable<(string Name, string Value)> Of(string name, Func<string, string> folder) => name switch
    {
        // Links into a store would let one release change another. Since its version 11 it reads no npm_config_ any more.
        "pnpm" => ((string[])["npm", "pnpm"]).SelectMany(prefix => new[] { ($"{prefix}_config_store_dir", folder(name)), ($"{prefix}_config_package_import_method", "clone-or-copy") }),
        "yarn" => [("YARN_CACHE_FOLDER", folder(name)), ("YARN_ENABLE_GLOBAL_CACHE", "false"), ("YARN_ENABLE_TELEMETRY", "false")],
        // Plug'n'Play runs the archives where they lie: they are of the release, and only their copies are kept.
        "yarn-pnp" => [("YARN_GLOBAL_FOLDER", folder(name)), ("YARN_ENABLE_GLOBAL_CACHE", "false"), ("YARN_ENABLE_TELEMETRY", "false")],
        "bun" => [("BUN_INSTALL_CACHE_DIR", folder(name))],
        "pip" => [("PIP_CACHE_DIR", folder(name)), ("PIP_DISABLE_PIP_VERSION_CHECK", "1"), ("PIP_ROOT_USER_ACTION", "ignore"), ("PIP_PROGRESS_BAR", "off")],
        "uv" => [("UV_CACHE_DIR", folder(name)), ("UV_LINK_MODE", "copy"), ("UV_PYTHON_PREFERENCE", "only-system"), ("UV_NO_PROGRESS", "1")],
        "poetry" => [("POETRY_CACHE_DIR", folder(name)), ("POETRY_VIRTUALENVS_CREATE", "true"), ("POETRY_VIRTUALENVS_IN_PROJECT", "true")],
        "pdm" => [("PDM_CACHE_DIR", folder(name)), ("PDM_CHECK_UPDATE", "0")],
        "pipenv" => [("PIPENV_CACHE_DIR", folder(name)), ("PIPENV_VENV_IN_PROJECT", "1"), ("PIPENV_NOSPIN", "1")],
        // Its modules are write-protected else: the cache could not be cleared.
        "go" => [("GOMODCACHE", folder("go-modules")), ("GOCACHE", folder("go-builds")), ("GOFLAGS", "-modcacherw")],
        // A compiler that stays would serve the next build too, and end with this one.
        "nuget" => [("NUGET_PACKAGES", folder(name)), ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"), ("DOTNET_NOLOGO", "1"), ("MSBUILDDISABLENODEREUSE", "1"), ("UseSharedCompilation", "false")],
        "cargo" => [("CARGO_HOME", folder(name))],
        "gradle" => [("GRADLE_USER_HOME", folder(name))],
        "maven" => [("MAVEN_ARGS", $"-Dmaven.repo.local={folder(name)}")],
        "composer" => [("COMPOSER_CACHE_DIR", folder(name)), ("COMPOSER_ALLOW_SUPERUSER", "1")],
        _ => [],
    };
}
