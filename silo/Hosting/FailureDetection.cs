using Orleans.Configuration;

namespace Covenant.Silo.Hosting;

/// <summary>
/// How soon a dead silo is noticed. Two memberships have to notice: the consumer group (its partitions go to others) and the cluster (its grains may be activated
/// by others). They are set beside each other, so that after a `kill -9` neither waits long for the other and both are done well within 10 s: a partition is then
/// recovered and judged again within 15 s.
/// </summary>
internal static class FailureDetection
{
    /// <summary>Kafka: without a heartbeat for so long, a member's partitions go to others. The broker's least by default, so that no broker refuses it.</summary>
    public static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(6);

    /// <summary>Kafka: a member also learns by its heartbeat that a rebalance began, so this is how long each of its steps takes.</summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Kafka: a dead silo's open transaction holds up committed readers for so long where no successor ends it before. Above a transaction's milliseconds by far.</summary>
    public static readonly TimeSpan TransactionTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Kafka: a consumer's thread that does not come back for so long loses its partitions. Handing partitions over (`Covenant:Ingestion:DrainTimeout`, at most 1 min) happens on that thread.</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromMinutes(5);

    /// <summary>Orleans: a call without an answer fails after so long. One to a silo that is declared dead fails at once, so this is for silos that hang, and for storage.</summary>
    public static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(10);

    // A probe that takes longer is missed, and the next is sent: three missed ones declare a silo dead after 3 to 4 s. Orleans adapts the timeout to what it measures
    // and to how busy it is itself; the most is what bounds the detection, by 3 * 2 s, also for a silo that is frozen and whose connection lives on.
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ProbeTimeoutMax = TimeSpan.FromSeconds(2);

    private const int ProbesMissedMax = 3;

    // Of two silos one vote is enough, which is all that there is; of three and more, two have to agree.
    private const int Votes = 2;

    // A silo that joins asks all that are said to be alive. What was not heard of for three times as long it does not wait for: so a cluster of which every silo was
    // killed starts again without waiting for its own past.
    private static readonly TimeSpan AliveEvery = TimeSpan.FromSeconds(3);

    private const int AlivesMissedMax = 3;

    // Changes are told to the others at once; this finds what they did not hear.
    private static readonly TimeSpan TableReadEvery = TimeSpan.FromSeconds(10);

    // A silo that neither joined nor gave up.
    private static readonly TimeSpan JoinTimeout = TimeSpan.FromMinutes(1);

    // The dead are kept for an hour at least, so that a silo that wakes up finds that it is one of them, and for a day at most.
    private static readonly TimeSpan DeadKept = TimeSpan.FromDays(1);

    public static void Set(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = membership.MinProbeTimeout = ProbeTimeout;
        membership.MaxProbeTimeout = ProbeTimeoutMax;
        membership.NumMissedProbesLimit = ProbesMissedMax;
        membership.NumVotesForDeathDeclaration = Votes;
        membership.IAmAliveTablePublishTimeout = AliveEvery;
        membership.NumMissedTableIAmAliveLimit = AlivesMissedMax;
        membership.TableRefreshTimeout = TableReadEvery;
        membership.MaxJoinAttemptTime = JoinTimeout;
        membership.DefunctSiloExpiration = DeadKept;
    }

    // The grains of a dead silo may be activated elsewhere as soon as it is declared dead. That it may still run is not the directory's to prevent: it can neither
    // publish (the group fences it) nor write over a newer state (each write names the version it read).
    public static void Set(GrainDirectoryOptions directory) => directory.RangeLeaseDuration = TimeSpan.Zero;
}
