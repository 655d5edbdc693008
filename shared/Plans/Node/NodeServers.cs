using System.Text.RegularExpressions;

namespace ClickDeploy.Plans.Node;

/// <summary>How a Node project is started. <paramref name="Note"/>: why not as its start script says.</summary>
internal sealed record NodeStart(string Command, string? Note = null);

/// <summary>Frameworks that are servers, and files that are started as they are.</summary>
internal static partial class NodeServers
{
    private static readonly string[] Files = ["index.js", "server.js", "app.js", "main.js", "index.mjs", "server.mjs", "index.cjs", "src/index.js", "src/server.js", "src/app.js", "index.ts", "server.ts", "src/index.ts", "src/server.ts"];

    /// <summary>For people.</summary>
    public static string Technology(PackageJson package) => Names.FirstOrDefault(known => package.Uses(known.Package)).Name ?? "Node";

    private static readonly (string Package, string Name)[] Names =
    [
        ("next", "Next.js"), ("nuxt", "Nuxt"), ("@remix-run/serve", "Remix"), ("@remix-run/node", "Remix"), ("@react-router/dev", "React Router"), ("@sveltejs/kit", "SvelteKit"), ("astro", "Astro"),
        ("@tanstack/react-start", "TanStack Start"), ("@solidjs/start", "SolidStart"), ("@nestjs/core", "NestJS"), ("@angular/core", "Angular"), ("@redwoodjs/core", "RedwoodJS"), ("@strapi/strapi", "Strapi"),
    ];

    /// <summary>Null: nothing says how.</summary>
    public static NodeStart? Of(SourceFolder folder, PackageJson package, PackageManager manager)
    {
        var framework = Framework(folder, package, manager);
        return package.Script("start") switch
        {
            { } start when framework is not null && Development().IsMatch(start) => new(framework, $"The start script \"{start}\" is for development: it is started by \"{framework}\" instead."),
            not null when package.Uses("@nestjs/core") && package.Script("start:prod") is not null => new(manager.Run("start:prod"), "The script start:prod is started, which needs no compiler."),
            not null => new(manager.Run("start")),
            null => (framework ?? File(folder, package, manager)) is { } command ? new(command) : null,
        };
    }

    private static string? Framework(SourceFolder folder, PackageJson package, PackageManager manager)
    {
        if (package.Uses("next"))
        {
            return manager.Execute("next start");
        }

        if (package.Uses("nuxt"))
        {
            return "node .output/server/index.mjs";
        }

        if (package.Uses("@react-router/serve"))
        {
            return manager.Execute("react-router-serve ./build/server/index.js");
        }

        if (package.Uses("@remix-run/serve"))
        {
            return manager.Execute(package.Uses("vite") ? "remix-serve ./build/server/index.js" : "remix-serve build/index.js");
        }

        if (package.Uses("@sveltejs/kit"))
        {
            return package.Uses("@sveltejs/adapter-node") || package.Uses("@sveltejs/adapter-auto") ? "node build" : null;
        }

        if (package.Uses("astro"))
        {
            return package.Uses("@astrojs/node") ? "node ./dist/server/entry.mjs" : null;
        }

        if (package.Uses("@tanstack/react-start"))
        {
            return manager.Execute("srvx --prod -s ../client dist/server/server.js");
        }

        if (package.Uses("@solidjs/start"))
        {
            return "node .output/server/index.mjs";
        }

        if (package.Uses("@angular/ssr") && AngularWorkspace.Output(folder.Read("angular.json") ?? "") is { } output)
        {
            return $"node {CommandLine.File(output.EndsWith("/browser", StringComparison.Ordinal) ? output[..^"browser".Length] + "server/server.mjs" : output + "/server/server.mjs")}";
        }

        return package.Uses("@nestjs/core") ? package.Script("start:prod") is not null ? manager.Run("start:prod") : "node dist/main" : null;
    }

    // A main that the build makes is not there yet; one without a build has to be.
    private static string? File(SourceFolder folder, PackageJson package, PackageManager manager)
    {
        if (package.Main is { } main && !main.Split('/').Contains("..") && (Resolve(folder, main) ?? (package.Script("build") is null ? null : main)) is { } entry)
        {
            return Run(entry, package, manager);
        }

        return folder.First(Files) is { } file ? Run(file, package, manager) : null;
    }

    private static string? Resolve(SourceFolder folder, string main) => folder.First(main, main + ".js", main.TrimEnd('/') + "/index.js");

    private static string Run(string file, PackageJson package, PackageManager manager) =>
        file.EndsWith(".ts", StringComparison.Ordinal) && manager.Runtime != "bun" && new[] { "tsx", "ts-node" }.FirstOrDefault(package.Uses) is { } runner
            ? manager.Execute($"{runner} {CommandLine.File(file)}")
            : $"{manager.Runtime} {CommandLine.File(file)}";

    [GeneratedRegex(@"\A\s*((\w+=\S*|cross-env|npx)\s+)*(next(\s+dev)?|nuxi?\s+dev|nuxt|remix\s+(vite:)?dev|react-router\s+dev|vite(\s+dev|\s+serve|\s+preview)?|astro\s+(dev|preview)|svelte-kit\s+dev|vinxi\s+dev|ng\s+serve)(\s+-.*)?\s*\z")]
    private static partial Regex Development();
}
