using System.Text.RegularExpressions;
using ClickDeploy.Plans.Node;

namespace ClickDeploy.Plans;

/// <summary>Ruby by <c>Gemfile</c>, with its gems in the release.</summary>
internal static partial class RubyProvider
{
    private const string At = "-p ${PORT:-3000}";

    public static PlanResult? Find(SourceFolder folder)
    {
        if (folder.Read("Gemfile") is not { } gems)
        {
            return null;
        }

        var rails = folder.Read("config/application.rb")?.Contains("Rails::Application", StringComparison.Ordinal) ?? false;
        var gemsAt = new Dictionary<string, string> { ["BUNDLE_PATH"] = "vendor/bundle", ["BUNDLE_WITHOUT"] = "development:test" };
        return new PlanResult.Planned(FrontEnd.Add(folder, new()
        {
            Provider = "ruby",
            Technology = rails ? "Rails" : "Ruby",
            DecidedBy = folder.At("Gemfile"),
            Directory = folder.Directory,
            Install = "bundle install",
            Build = rails && Assets().IsMatch(gems + folder.Read("Gemfile.lock")) ? "SECRET_KEY_BASE_DUMMY=1 RAILS_ENV=production bundle exec rake assets:precompile" : null,
            Start = rails ? $"bundle exec rails server -b ${{HOST:-0.0.0.0}} {At} -e production"
                : folder.Has("config.ru") ? $"bundle exec rackup config.ru -o ${{HOST:-0.0.0.0}} {At}"
                : folder.First("app.rb", "main.rb", "server.rb") is { } file ? $"bundle exec ruby {file}"
                : folder.Has("Rakefile") ? "bundle exec rake"
                : null,
            BuildVariables = gemsAt,
            Variables = gemsAt,
            Versions = [.. new[] { folder.Match(".ruby-version", Version()) ?? (GemfileVersion().Match(gems) is { Success: true } match ? match.Groups[1].Value : null) }.OfType<string>().Select(version => new WantedVersion("ruby", version, folder.At("Gemfile")))],
            Tools = ["ruby", "bundle"],
            Notes = folder.Has("Gemfile.lock") ? [] : ["There is no Gemfile.lock: other versions may be installed by the next deployment."],
        }));
    }

    [GeneratedRegex(@"\b(sprockets|propshaft)\b")]
    private static partial Regex Assets();

    [GeneratedRegex(@"\A\s*(?:ruby-)?([0-9.]+)")]
    private static partial Regex Version();

    [GeneratedRegex(@"^\s*ruby\s+[""']([^""']+)", RegexOptions.Multiline)]
    private static partial Regex GemfileVersion();
}
