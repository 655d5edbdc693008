using System.Text.RegularExpressions;

namespace ClickDeploy.Plans;

/// <summary>Java with Gradle or Maven, by their wrappers where the repository has them.</summary>
internal static partial class JavaProvider
{
    public static PlanResult? Find(SourceFolder folder)
    {
        if (folder.First("gradlew", "build.gradle", "build.gradle.kts") is { } gradle)
        {
            var own = gradle == "gradlew";
            var build = folder.ReadFirst("build.gradle", "build.gradle.kts") ?? "";
            return Planned(folder, gradle, $"{(own ? "sh ./gradlew" : "gradle")} --no-daemon clean build -x check -x test", "build/libs/*.jar */build/libs/*.jar", Port(build), own ? ["java"] : ["java", "gradle"], "gradle",
                Toolchain().Match(build) is { Success: true } match ? match.Groups[1].Value : null);
        }

        if (folder.Read("pom.xml") is not { } pom)
        {
            return null;
        }

        var wrapper = folder.Has("mvnw");
        return Planned(folder, "pom.xml", $"{(wrapper ? "sh ./mvnw" : "mvn")} -B -DskipTests clean package", "target/*.jar */target/*.jar", Port(pom), wrapper ? ["java"] : ["java", "mvn"], "maven",
            JavaVersion().Match(pom) is { Success: true } found ? found.Groups[1].Value : null);
    }

    private static PlanResult.Planned Planned(SourceFolder folder, string decided, string build, string jars, string port, IReadOnlyList<string> tools, string cache, string? version) => new(new()
    {
        Provider = "java",
        Technology = "Java",
        DecidedBy = folder.At(decided),
        Directory = folder.Directory,
        Build = build,
        Start = $"java {port}$JAVA_OPTS -jar \"$(ls -1 {jars} 2>/dev/null | grep -v -e '-plain.jar' -e '-sources.jar' -e '-javadoc.jar' | head -n 1)\"",
        Versions = version is null ? [] : [new("java", ">=" + version, folder.At(decided))],
        Tools = tools,
        Caches = [cache],
    });

    private static string Port(string build) =>
        build.Contains("spring-boot", StringComparison.Ordinal) || build.Contains("springframework.boot", StringComparison.Ordinal) ? "-Dserver.port=${PORT:-8080} "
        : build.Contains("quarkus", StringComparison.Ordinal) ? "-Dquarkus.http.port=${PORT:-8080} "
        : "";

    [GeneratedRegex(@"(?:JavaLanguageVersion\.of\(|sourceCompatibility\s*=\s*(?:JavaVersion\.VERSION_)?[""']?)([0-9]+)")]
    private static partial Regex Toolchain();

    [GeneratedRegex(@"<(?:java\.version|maven\.compiler\.(?:release|source))>\s*([0-9]+)")]
    private static partial Regex JavaVersion();
}
