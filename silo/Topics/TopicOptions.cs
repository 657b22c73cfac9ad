using System.ComponentModel.DataAnnotations;

namespace Covenant.Silo.Topics;

/// <summary>How missing topics are created.</summary>
internal sealed class TopicOptions
{
    public const string Section = "Covenant:Topics";

    /// <summary>Whether the silo creates what is missing; where it may not, <c>covenant topics</c> does it with other rights. Default true.</summary>
    public bool Create { get; set; } = true;

    /// <summary>Partitions of a new topic; -1 (default) = the broker's own default. The agreements' topic always has one.</summary>
    [Range(-1, 10_000)]
    public int Partitions { get; set; } = -1;

    /// <summary>Replicas of a new topic; -1 (default) = the broker's own default.</summary>
    [Range(-1, 100)]
    public short Replicas { get; set; } = -1;
}
