using Microsoft.Extensions.Options;

namespace ClickDeploy.Storage;

internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    public ValidateOptionsResult Validate(string? name, StorageOptions options) => StorageLocation.From(options) is StorageLocation.Invalid invalid
        ? ValidateOptionsResult.Fail(invalid.Sentence)
        : ValidateOptionsResult.Success;
}
