using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Confluent.Kafka;
using Covenant.Contracts.Grains;

namespace Covenant.Silo.Checkpoints;

/// <summary>
/// What an operator repeats to accept a loss: it fits these partitions of this topic at these positions, and so this loss and no later one.
/// </summary>
internal static class LossToken
{
    private const int Characters = 16;

    /// <summary>Fits one chunk of due dates: its key is no later one's.</summary>
    public static string OfDueDates(string key) => Of($"due dates {key}", "", []);

    /// <param name="what">What is lost.</param>
    /// <param name="topic">The topic's id.</param>
    public static string Of(string what, string topic, IEnumerable<KeyValuePair<TopicPartition, Progress?>> committed)
    {
        var positions = committed.OrderBy(one => one.Key.Partition.Value)
            .Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Key.Partition.Value}:{one.Value?.Offset ?? -1}/{one.Value?.Wakes ?? -1}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{what} {topic} {string.Join(' ', positions)}")))[..Characters];
    }
}
