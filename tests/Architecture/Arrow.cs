using System.Reflection;

namespace ClickDeploy.Tests.Architecture;

/// <summary>A rule of DESIGN 2: the code of some namespaces does not use that of others. Names are prefixes; with a <c>!</c> they are one namespace without those below it.</summary>
internal sealed record Arrow(string Because, string[] From, string[] Not)
{
    /// <summary>What may be used although <see cref="Not"/> covers it.</summary>
    public string[] But { get; init; } = [];

    /// <summary>Users that are exempt.</summary>
    public string[] Except { get; init; } = [];

    /// <summary>Where there is one: types may be named, and only these methods of theirs be called (and any of records and exceptions, which do nothing).</summary>
    public string[]? Calls { get; init; }

    public IEnumerable<string> Violations(CodeUses code)
    {
        if (!Covers(From, code.Type) || Covers(Except, code.Type))
        {
            return [];
        }

        var wrong = Calls is null
            ? code.Types.Where(used => IsForbidden(code.Type, used)).Select(used => used.FullName ?? used.Name)
            : code.Calls.Where(call => IsForbidden(code.Type, call.DeclaringType!) && Acts(call)).Select(Named).Except(Calls);
        return wrong.Select(used => $"{code.Type.FullName} uses {used}: {Because}");
    }

    private bool IsForbidden(Type user, Type used) => Covers(Not, used) && !Covers(But, used) && Folder(user) != Folder(used);

    private static bool Acts(MethodBase call) => !typeof(Exception).IsAssignableFrom(call.DeclaringType) && call.DeclaringType!.GetMethod("<Clone>$") is null;

    private static string Named(MethodBase call) => $"{call.DeclaringType!.FullName}.{call.Name}";

    private static bool Covers(string[] names, Type type) => names.Any(name => name.EndsWith('!') ? type.Namespace == name[..^1] : Within(type.FullName ?? type.Name, name));

    private static bool Within(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) && (prefix.EndsWith('.') || name.Length == prefix.Length || name[prefix.Length] is '.' or '+' or '`');

    // ClickDeploy.Clients.Caddy.X and ClickDeploy.Clients.Caddy.Y are in one folder, and so they may use each other.
    private static string Folder(Type type) => string.Join('.', (type.Namespace ?? "").Split('.').Take(3));
}
