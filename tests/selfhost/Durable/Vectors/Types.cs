using Microsoft.DurableTask;

namespace DurableVectors;

public sealed class OutOfStockException(string sku, Exception? inner = null) : Exception($"No stock left of '{sku}'.", inner);

public enum Colour { Red, Green, Blue }

public record Point(int X, int Y);

public record Order(string Id, int? Quantity, decimal Price, Colour Colour, DateTimeOffset PlacedAt, DateTime DueUtc, TimeSpan Window, Guid Key, string? Note,
    IReadOnlyList<Point> Path, IReadOnlyDictionary<string, IReadOnlyList<int>> Shelves, byte[] Blob, double Ratio, bool Paid);

public record FailPlan(string Key, int Failures);

public record Seen(string Type, string Message, string? InnerType, string? InnerMessage)
{
    public static Seen Of(TaskFailureDetails f) => new(f.ErrorType, f.ErrorMessage, f.InnerFailure?.ErrorType, f.InnerFailure?.ErrorMessage);
}
