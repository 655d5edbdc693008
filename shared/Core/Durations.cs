using System.Buffers.Binary;

namespace ClickDeploy.Core;

/// <summary>
/// How often something took how long, in fixed buckets a quarter wider each than the one before. Two of them add up to what both saw, which
/// percentiles do not. Shorter than 0.1 ms counts as that, and so does longer than the last bucket (83 s).
/// </summary>
public sealed class Durations
{
    private const int Buckets = 60;
    private const double Shortest = 0.0001;
    private const double BucketsPerDoubling = 3;

    // A bucket and its count.
    private const int EntryBytes = 1 + sizeof(uint);
    private readonly uint[] _counts = new uint[Buckets];

    public long Count => _counts.Sum(count => (long)count);

    public void Add(double seconds)
    {
        var bucket = (int)Math.Ceiling(Math.Log2(Math.Max(seconds, Shortest) / Shortest) * BucketsPerDoubling);
        _counts[Math.Min(bucket, Buckets - 1)]++;
    }

    public void Add(Durations other)
    {
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            _counts[bucket] += other._counts[bucket];
        }
    }

    /// <summary>The seconds that <paramref name="share"/> of all took at most, told from the bucket in which it lies; null: there were none.</summary>
    public double? Percentile(double share)
    {
        var left = share * Count;
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            if (_counts[bucket] > 0 && left <= _counts[bucket])
            {
                return Shortest * Math.Pow(2, (bucket - 1 + (left / _counts[bucket])) / BucketsPerDoubling);
            }

            left -= _counts[bucket];
        }

        return null;
    }

    /// <summary>As bytes: the buckets that something is in.</summary>
    public void Write(List<byte> bytes)
    {
        bytes.Add((byte)_counts.Count(count => count > 0));
        Span<byte> entry = stackalloc byte[EntryBytes];
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            if (_counts[bucket] > 0)
            {
                entry[0] = (byte)bucket;
                BinaryPrimitives.WriteUInt32LittleEndian(entry[1..], _counts[bucket]);
                bytes.AddRange(entry);
            }
        }
    }

    /// <summary>Takes what <see cref="Write"/> wrote off the beginning of <paramref name="bytes"/>.</summary>
    public static Durations Read(ref ReadOnlySpan<byte> bytes)
    {
        var durations = new Durations();
        var entries = bytes[0];
        bytes = bytes[1..];
        for (; entries > 0; entries--)
        {
            durations._counts[Math.Min(bytes[0], (byte)(Buckets - 1))] += BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..]);
            bytes = bytes[EntryBytes..];
        }

        return durations;
    }
}
