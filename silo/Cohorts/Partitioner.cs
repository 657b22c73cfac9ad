namespace Covenant.Silo.Cohorts;

/// <summary>How a producer finds a record's partition by its key.</summary>
internal enum Partitioner
{
    /// <summary>As Java's clients do, and librdkafka with <c>partitioner=murmur2_random</c>.</summary>
    Murmur2,

    /// <summary>As librdkafka does by default (<c>consistent_random</c>), and what is built on it.</summary>
    Crc32,
}
