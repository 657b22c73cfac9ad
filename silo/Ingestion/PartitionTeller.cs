using Covenant.Contracts.Grains;
using Covenant.Contracts.Violations;
using Covenant.Silo.Checkpoints;
using Covenant.Silo.Publishing;

namespace Covenant.Silo.Ingestion;

/// <summary>Hands on what one tenure has to tell, in order, and waits while too much of it waits to be told.</summary>
internal sealed class PartitionTeller(PartitionOutput output, PartitionParts parts, StartingPoint start) : IDisposable
{
    private readonly ViolationRecords _records = new();

    /// <summary>How far the partition has come with what was handed on, or found committed; null where neither is.</summary>
    public Progress? Last { get; private set; } = start.IsCommitted ? start.Published : null;

    /// <summary>Tells what was decided on the way to <paramref name="to"/>.</summary>
    public Task TellAsync(Progress to, List<Violation> violations, IEnumerable<DeadLetter> deadLetters, CancellationToken token)
    {
        parts.Metrics.Violations(violations);
        return AddAsync(
            new Telling(output, to, [
                .. deadLetters.Where(letter => letter.At.Offset.Value >= start.Published.Offset).Select(parts.DeadLetters.RecordOf),
                .. violations.Select(_records.ToRecord)]),
            token);
    }

    /// <summary>Tells at once how far the partition has come.</summary>
    public Task TellPositionAsync(Progress to, CancellationToken token) => AddAsync(new Telling(output, to, [], IsUrgent: true), token);

    public void Dispose() => _records.Dispose();

    private async Task AddAsync(Telling telling, CancellationToken token)
    {
        Last = telling.To;
        await output.RoomAsync(token);
        parts.Transactions.Add(telling);
    }
}
