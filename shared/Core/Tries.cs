using ClickDeploy.Storage;

namespace ClickDeploy.Core;

/// <summary>Counts how often a change is tried because another write was faster: one of so many writers wins each time, so that this many losses are a fault.</summary>
/// <param name="what">What is to be changed, as the beginning of a sentence.</param>
public sealed class Tries(string what)
{
    public const int Most = 100;
    private int _count = 1;

    /// <summary>Another one.</summary>
    /// <exception cref="StorageUnavailableException">There were <see cref="Most"/>: the caller tries again later or says that it could not.</exception>
    public void Again()
    {
        if (++_count > Most)
        {
            throw new StorageUnavailableException($"{what} could not be written: another write was faster {Most} times in a row.");
        }
    }
}
