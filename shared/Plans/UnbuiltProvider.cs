namespace ClickDeploy.Plans;

/// <summary>What is recognised, but has no commands that would do for every project: the user has to say them.</summary>
internal static class UnbuiltProvider
{
    public static PlanResult? FindElixir(SourceFolder folder) =>
        folder.Has("mix.exs") ? Refused(folder, "mix.exs", "Elixir", "mix deps.get --only prod", "MIX_ENV=prod mix release", "_build/prod/rel/<name>/bin/<name> start") : null;

    public static PlanResult? FindOthers(SourceFolder folder) =>
        folder.Has("gleam.toml") ? Refused(folder, "gleam.toml", "Gleam", "gleam deps download", "gleam export erlang-shipment", "./build/erlang-shipment/entrypoint.sh run")
        : folder.Has("CMakeLists.txt") ? Refused(folder, "CMakeLists.txt", "C++ with CMake", null, "cmake -B build -DCMAKE_BUILD_TYPE=Release && cmake --build build", "./build/<program>")
        : folder.Has("meson.build") ? Refused(folder, "meson.build", "C++ with Meson", null, "meson setup build && meson compile -C build", "./build/<program>")
        : folder.Has("package.json5") ? Refused(folder, "package.json5", "Node with package.json5", "pnpm install", "pnpm run build", "pnpm run start")
        : null;

    private static PlanResult.Refused Refused(SourceFolder folder, string file, string technology, string? install, string build, string start) => new(
        "commands_needed",
        $"{folder.At(file)} was found: {technology}. How to build and start it cannot be told from the files alone.",
        $"Set the commands in Source, for example {(install is null ? "" : $"install \"{install}\", ")}build \"{build}\", start \"{start}\". The tools must be installed on this machine.");
}
