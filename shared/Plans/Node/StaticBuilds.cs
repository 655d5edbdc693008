using System.Text.RegularExpressions;

namespace ClickDeploy.Plans.Node;

/// <summary>What a build leaves that is served as files. <paramref name="Directory"/>: relative to the application. <paramref name="SinglePage"/>: its script answers addresses that have no file.</summary>
internal sealed record StaticBuild(string Technology, string Directory, bool SinglePage);

/// <summary>Frameworks whose build is static files.</summary>
internal static partial class StaticBuilds
{
    // Start scripts that show the built files, or serve while one develops: the files themselves are served instead.
    private static readonly string[] Showing =
    [
        "ng serve", "ng s", "react-scripts start", "expo start", "next start", "next dev", "next", "react-router-serve", "vite", "serve", "http-server", "astro dev", "astro preview", "astro start", "gatsby",
        "vue-cli-service serve", "parcel", "webpack serve", "webpack-dev-server", "docusaurus", "vitepress", "vuepress", "eleventy", "craco start", "live-server", "nuxt preview", "sirv",
    ];

    /// <summary>Null: the project is none of them, or its start script is a server of its own.</summary>
    public static StaticBuild? Of(SourceFolder folder, PackageJson package) =>
        package.Script("build") is { } build && (package.Script("start") is not { } start || Shows(start)) ? Known(folder, package, build) : null;

    private static bool Shows(string start)
    {
        var command = Prefix().Replace(start.Trim(), "");
        return Showing.Any(known => command == known || command.StartsWith(known + " ", StringComparison.Ordinal));
    }

    private static StaticBuild? Known(SourceFolder folder, PackageJson package, string build)
    {
        if (package.Uses("next"))
        {
            return Config(folder, "next.config") is { } next && Export().IsMatch(next) ? new("Next.js", First(next, DistDir()) ?? "out", false) : null;
        }

        if (package.Uses("nuxt"))
        {
            return build.Contains("generate", StringComparison.Ordinal) ? new("Nuxt", ".output/public", true) : null;
        }

        if (package.Uses("@react-router/dev"))
        {
            return Config(folder, "react-router.config") is { } router && NoServer().IsMatch(router) ? new("React Router", (First(router, BuildDirectory()) ?? "build") + "/client", true) : null;
        }

        if (package.Uses("@sveltejs/kit"))
        {
            return package.Uses("@sveltejs/adapter-static") ? new("SvelteKit", First(Config(folder, "svelte.config") ?? "", Pages()) ?? "build", true) : null;
        }

        if (package.Uses("astro"))
        {
            var astro = Config(folder, "astro.config") ?? "";
            return ServerOutput().IsMatch(astro) || AstroAdapter().IsMatch(astro) ? null : new("Astro", First(astro, OutDir()) ?? "dist", false);
        }

        return package.Uses("@angular/core") ? Angular(folder, package) : package.Uses("@remix-run/serve") || package.Uses("@tanstack/react-start") || package.Uses("@solidjs/start") ? null : Simple(folder, package, build);
    }

    private static StaticBuild? Simple(SourceFolder folder, PackageJson package, string build)
    {
        if (package.Uses("gatsby"))
        {
            return new("Gatsby", "public", false);
        }

        if (package.Uses("@docusaurus/core"))
        {
            return new("Docusaurus", "build", false);
        }

        if (package.Uses("vitepress") && VitePress().Match(build) is { Success: true } press)
        {
            return new("VitePress", press.Groups[1].Success ? $"{press.Groups[1].Value}/.vitepress/dist" : ".vitepress/dist", false);
        }

        if (package.Uses("@11ty/eleventy"))
        {
            return new("Eleventy", First(build, EleventyOutput()) ?? First(Config(folder, ".eleventy") ?? Config(folder, "eleventy.config") ?? "", EleventyConfig()) ?? "_site", false);
        }

        if (package.Uses("react-scripts") || package.Uses("@craco/craco"))
        {
            return new("React", "build", true);
        }

        if (package.Uses("@vue/cli-service"))
        {
            return new("Vue", First(Config(folder, "vue.config") ?? "", VueOutput()) ?? "dist", true);
        }

        if (package.Uses("expo") && package.Uses("react-native-web"))
        {
            return new("Expo", "dist", true);
        }

        if (package.Uses("vite") && (Config(folder, "vite.config") is not null || build.Contains("vite build", StringComparison.Ordinal)))
        {
            return new(ViteTechnology(package), First(build, OutDirOption()) ?? First(Config(folder, "vite.config") ?? "", OutDir()) ?? "dist", true);
        }

        return package.Uses("parcel") && build.Contains("parcel build", StringComparison.Ordinal) ? new("Parcel", First(build, ParcelOutput()) ?? "dist", true) : null;
    }

    private static string ViteTechnology(PackageJson package) =>
        package.Uses("react") ? "React" : package.Uses("vue") ? "Vue" : package.Uses("svelte") ? "Svelte" : package.Uses("solid-js") ? "Solid" : "Vite";

    private static StaticBuild? Angular(SourceFolder folder, PackageJson package)
    {
        if (package.Uses("@angular/ssr") || folder.Read("angular.json") is not { } text)
        {
            return null;
        }

        return AngularWorkspace.Output(text) is { } output ? new("Angular", output, true) : null;
    }

    /// <summary>The text of a configuration file in any of its languages, without comments.</summary>
    internal static string? Config(SourceFolder folder, string name) =>
        folder.ReadFirst($"{name}.ts", $"{name}.js", $"{name}.mjs", $"{name}.mts", $"{name}.cjs", $"{name}.cts") is { } text ? Comment().Replace(text, "") : null;

    private static string? First(string text, Regex pattern) =>
        pattern.Match(text) is { Success: true } match && match.Groups[1].Value.Trim('/').TrimStart('.').TrimStart('/') is { Length: > 0 } path && !path.Split('/').Contains("..") ? path : null;

    [GeneratedRegex(@"\A((\w+=\S*|cross-env|npx|bunx|yarn|pnpm|exec|dlx|--yes|-y)\s+)+")]
    private static partial Regex Prefix();

    [GeneratedRegex(@"(?<![:""'])//[^\n]*|/\*[\s\S]*?\*/")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\boutput\s*:\s*[""'`]export[""'`]")]
    private static partial Regex Export();

    [GeneratedRegex(@"\bdistDir\s*:\s*[""'`]([^""'`]+)")]
    private static partial Regex DistDir();

    [GeneratedRegex(@"\bssr\s*:\s*false\b")]
    private static partial Regex NoServer();

    [GeneratedRegex(@"\bbuildDirectory\s*:\s*[""'`]([^""'`]+)")]
    private static partial Regex BuildDirectory();

    [GeneratedRegex(@"\bpages\s*:\s*[""'`]([^""'`]+)")]
    private static partial Regex Pages();

    [GeneratedRegex(@"\boutput\s*:\s*[""'`](server|hybrid)[""'`]")]
    private static partial Regex ServerOutput();

    [GeneratedRegex(@"@astrojs/(node|vercel|cloudflare|netlify)\b")]
    internal static partial Regex AstroAdapter();

    [GeneratedRegex(@"\boutDir\s*:\s*[""'`]([^""'`]+)")]
    private static partial Regex OutDir();

    [GeneratedRegex(@"--outDir[ =]([^\s&;]+)")]
    private static partial Regex OutDirOption();

    [GeneratedRegex(@"\boutputDir\s*:\s*[""'`]([^""'`]+)")]
    private static partial Regex VueOutput();

    [GeneratedRegex(@"vitepress build(?: ([A-Za-z0-9_./-]+))?")]
    private static partial Regex VitePress();

    [GeneratedRegex(@"--output[ =]([^\s&;]+)")]
    private static partial Regex EleventyOutput();

    [GeneratedRegex(@"\boutput\s*:\s*[""'`]([^""'`]+)")]
    private static partial Regex EleventyConfig();

    [GeneratedRegex(@"--dist-dir[ =]([^\s&;]+)")]
    private static partial Regex ParcelOutput();
}
