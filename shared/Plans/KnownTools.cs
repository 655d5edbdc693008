namespace ClickDeploy.Plans;

/// <summary>The tools that plans name: how a command shows that it needs one, and how a person gets it.</summary>
public static class KnownTools
{
    private static readonly Dictionary<string, Tool> All = new(StringComparer.Ordinal)
    {
        ["node"] = new("apt-get install nodejs", ["node"]),
        ["npm"] = new("apt-get install npm", ["npm", "npx"]),
        ["pnpm"] = new("npm install --global pnpm", ["pnpm"]),
        ["yarn"] = new("npm install --global yarn (for yarn 2 and later: corepack enable)", ["yarn"]),
        ["bun"] = new("npm install --global bun", ["bun", "bunx"]),
        ["python3"] = new("apt-get install python3", ["python3", "python", ".venv/bin/pip"]),
        ["python3-venv"] = new("apt-get install python3-venv", ["venv"]),
        ["uv"] = new("pipx install --global uv", ["uv"]),
        ["poetry"] = new("pipx install --global poetry", ["poetry"]),
        ["pdm"] = new("pipx install --global pdm", ["pdm"]),
        ["pipenv"] = new("apt-get install pipenv", ["pipenv"]),
        ["go"] = new("apt-get install golang", ["go"]),
        ["dotnet"] = new("the .NET SDK (package dotnet-sdk-10.0)", ["dotnet"]),
        ["java"] = new("apt-get install default-jdk", ["java"]),
        ["gradle"] = new("apt-get install gradle", ["gradle"]),
        ["mvn"] = new("apt-get install maven", ["mvn"]),
        ["cargo"] = new("apt-get install cargo", ["cargo"]),
        ["ruby"] = new("apt-get install ruby", ["ruby"]),
        ["bundle"] = new("apt-get install ruby-bundler", ["bundle"]),
        ["php"] = new("apt-get install php-cli", ["php"]),
        ["composer"] = new("apt-get install composer", ["composer"]),
        ["deno"] = new("npm install --global deno", ["deno"]),
        ["bash"] = new("apt-get install bash", ["bash"]),
        ["zsh"] = new("apt-get install zsh", ["zsh"]),
    };

    public static bool IsUsed(string tool, string? command) => All.TryGetValue(tool, out var known) ? known.Words.Any(word => CommandLine.Names(command, word)) : CommandLine.Names(command, tool);

    /// <summary>How to install it, in words.</summary>
    public static string Install(string tool) => All.TryGetValue(tool, out var known) ? known.Install : $"your system's package that has {tool}";

    private sealed record Tool(string Install, string[] Words);
}
