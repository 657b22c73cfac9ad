using System.ComponentModel.DataAnnotations;

namespace Covenant.Silo.Cohorts;

/// <summary>How customers are put into cohorts. All silos that share a state need the same, and a state keeps what it was begun with.</summary>
internal sealed class CohortOptions
{
    public const string Section = "Covenant:Cohorts";

    /// <summary>
    /// How many there are: best a multiple of the topic's partitions, so that each cohort lies in one, and one for ten to a hundred customers, for a cohort is stored whole. Default 4,800, which
    /// most numbers of partitions up to 100 divide.
    /// </summary>
    [Range(1, 1_000_000)]
    public int Count { get; set; } = 4_800;

    /// <summary>What the producers of events choose a partition by. Another one costs calls between silos, never a verdict. Default <see cref="Cohorts.Partitioner.Murmur2"/>.</summary>
    public Partitioner Partitioner { get; set; } = Partitioner.Murmur2;
}
