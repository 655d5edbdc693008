namespace ClickDeploy.Secrets;

/// <summary>What was sealed for <paramref name="place"/> does not open: it was changed in storage, moved there from elsewhere, or its key is missing.</summary>
public sealed class SecretUnreadableException(string place)
    : Exception($"The secret of {place} cannot be opened: it was changed in storage, or sealed for another place. Restore it from a backup, or enter it again.");
