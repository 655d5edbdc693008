using System.Text.Json;
using ClickDeploy.Plans.Node;

namespace ClickDeploy.Plans;

/// <summary>PHP by <c>composer.json</c> or <c>index.php</c>, by the server that PHP brings itself.</summary>
internal static class PhpProvider
{
    public static PlanResult? Find(SourceFolder folder)
    {
        if (folder.First("composer.json", "index.php") is not { } decided)
        {
            return null;
        }

        var (laravel, composer) = (folder.Has("artisan"), folder.Has("composer.json"));
        var root = folder.Has("public/index.php") ? "public" : folder.Has("web/index.php") ? "web" : ".";
        return new PlanResult.Planned(FrontEnd.Add(folder, new()
        {
            Provider = "php",
            Technology = laravel ? "Laravel" : "PHP",
            DecidedBy = folder.At(decided),
            Directory = folder.Directory,
            Install = composer ? "composer install --no-dev --optimize-autoloader --no-scripts --no-interaction" : null,
            Start = laravel
                ? "php artisan migrate --force && php artisan serve --host=${HOST:-0.0.0.0} --port=${PORT:-8080}"
                : $"php -S ${{HOST:-0.0.0.0}}:${{PORT:-8080}} -t {root}",
            Versions = [.. new[] { Version(folder.Read("composer.json")) }.OfType<string>().Select(version => new WantedVersion("php", version, folder.At("composer.json")))],
            Tools = composer ? ["php", "composer"] : ["php"],
            Caches = composer ? ["composer"] : [],
            StartNote = "PHP's own server answers one request at a time: for more, set a start command with another.",
        }));
    }

    private static string? Version(string? composer)
    {
        try
        {
            using var json = JsonText.Parse(composer ?? "{}");
            return json.RootElement.Get("require")?.Get("php").Text();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
