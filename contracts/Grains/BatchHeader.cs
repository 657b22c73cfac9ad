using Covenant.Contracts.Events;
using Orleans.Runtime;

namespace Covenant.Contracts.Grains;

/// <summary>What all calls of one batch of a partition have in common.</summary>
/// <param name="Tenures">Whose: the last one's. A new one is answered everything that is still untold.</param>
/// <param name="To">How far the partition will have come with the batch.</param>
/// <param name="Published">What the outside has seen: whatever is told by then was told.</param>
/// <param name="Clock">The partition's after the batch: the greatest time of any event that it has read, or the wall clock where events have stopped.</param>
/// <param name="Home">The silo that has the partition, where its cohorts should live.</param>
/// <param name="Institutions">The same as <paramref name="Published"/> for what limits over all customers decide, which is told apart. Null
/// from a silo that tells both together.</param>
/// <param name="Released">Where records are judged that were held: so much was told of them, or of the customers' records before they were held. Null
/// where none are.</param>
/// <param name="Reads">The format of replies that the silo reads; 0 from one that knows no reply that says that a state is held.</param>
[GenerateSerializer, Immutable, Alias("covenant.batch-header")]
public sealed record BatchHeader(
    [property: Id(0)] string Topic,
    [property: Id(1)] int Partition,
    [property: Id(2)] TenureHistory Tenures,
    [property: Id(3)] Progress To,
    [property: Id(4)] Progress Published,
    [property: Id(5)] EventTime Clock,
    [property: Id(6)] SiloAddress Home,
    [property: Id(7)] Progress? Institutions = null,
    [property: Id(8)] Progress? Released = null,
    [property: Id(9)] int Reads = 0)
{
    /// <summary>What the outside has seen of what records decide.</summary>
    public Progress PublishedOfRecords => Released ?? Published;

    /// <summary>To be called before a reply that says that a state is held, for a silo that does not know it would take it for nothing.</summary>
    /// <exception cref="InvalidOperationException">It does not: the partition waits there, as it always did.</exception>
    public void RefuseWhereUnread(string reason)
    {
        if (Reads < 1)
        {
            throw new InvalidOperationException(reason);
        }
    }

    /// <summary>The number of the tenure.</summary>
    public long Tenure => Tenures.Last;

    /// <summary>As limits over all customers see it. What they are to count of a record is needed until all that the record decides is told, so a part of that does not count.</summary>
    public BatchHeader OfInstitutions => this with { Published = (Institutions ?? Published).Whole(), Institutions = null, Released = null };

    /// <summary>When something is told that a clock decided in this batch: with it, for whoever judges these records again asks again by their end. What is judged again
    /// below what is published was not told yet, for then it would be in storage, and not be decided again.</summary>
    /// <remarks>INVARIANT (part): nothing is added to a step of which the tenure before has told a part. That part would be taken to cover
    /// it, and the rest of the step is told in the order of keys.</remarks>
    public Progress ToldByClock
    {
        get
        {
            var told = To > Published ? To : Published.Next();
            return Tenures.Found is [.., { Part: not 0 } found] && told <= found.EndOfStep() ? found.EndOfStep().Next() : told;
        }
    }
}
