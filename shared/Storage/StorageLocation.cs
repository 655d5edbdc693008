using ClickDeploy.Storage.Azure;

namespace ClickDeploy.Storage;

/// <summary>What the settings mean: a store, or what is wrong with them. Pure.</summary>
internal abstract record StorageLocation
{
    private const string Sqlite = "sqlite://";
    private const string Fix = "Set DATABASE_URL=sqlite:///absolute/path/clickdeploy.db, or leave it unset and set AzureWebJobsStorage to an Azure Storage connection string.";

    private StorageLocation()
    {
    }

    public sealed record File(string Path) : StorageLocation;

    public sealed record Account(AzureConnection Connection) : StorageLocation;

    public sealed record Invalid(string Sentence) : StorageLocation;

    public static StorageLocation From(StorageOptions options)
    {
        if (!string.IsNullOrWhiteSpace(options.DatabaseUrl))
            return FromUrl(options.DatabaseUrl.Trim());
        if (!string.IsNullOrWhiteSpace(options.AzureWebJobsStorage))
            return AzureConnection.TryParse(options.AzureWebJobsStorage.Trim(), out var connection, out var problem) ? new Account(connection) : new Invalid($"AzureWebJobsStorage {problem}");
        if (string.IsNullOrWhiteSpace(options.DataDir))
            return new Invalid($"DATABASE_URL is not set, nor are AzureWebJobsStorage and DATA_DIR: there is no place to store anything. {Fix}");
        return Path.IsPathFullyQualified(options.DataDir)
            ? new File(Path.Combine(options.DataDir, "clickdeploy.db"))
            : new Invalid($"DATA_DIR '{options.DataDir}' is not an absolute path: write it from the root, for example {Path.GetFullPath(options.DataDir)}.");
    }

    // Only the scheme of a refused URL is shown: the rest may hold a password.
    private static StorageLocation FromUrl(string url)
    {
        var scheme = url.IndexOf("://", StringComparison.Ordinal) is > 0 and var end ? url[..(end + 3)] : "a value without a scheme";
        if (!url.StartsWith(Sqlite, StringComparison.Ordinal))
            return new Invalid($"DATABASE_URL is {scheme}{(scheme == "mysql://" ? ", for which no driver can be had" : ", which this release does not know")}. {Fix}");
        var path = url[Sqlite.Length..];
        return Path.IsPathFullyQualified(path) && !Path.EndsInDirectorySeparator(path)
            ? new File(path)
            : new Invalid($"DATABASE_URL '{url}' does not name a file by an absolute path: three slashes follow 'sqlite:'. {Fix}");
    }
}
