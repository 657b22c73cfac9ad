using Covenant.Contracts.Grains;
using Covenant.Contracts.Violations;
using Covenant.Silo.Publishing;

namespace Covenant.Silo.Ingestion;

/// <summary>Hands on what one tenure has to tell, in order, and waits while too much of it waits to be told.</summary>
internal sealed class PartitionTeller(PartitionOutput output, PartitionParts parts, Progress published) : IDisposable
{
    private readonly ViolationRecords _records = new();

    /// <summary>Tells what was decided on the way to <paramref name="to"/>.</summary>
    public Task TellAsync(Progress to, List<Violation> violations, IEnumerable<DeadLetter> deadLetters, CancellationToken token)
    {
        parts.Metrics.Violations(violations);
        return AddAsync(
            new Telling(output, to, [
                .. deadLetters.Where(letter => letter.At.Offset.Value >= published.Offset).Select(parts.DeadLetters.RecordOf),
                .. violations.Select(_records.ToRecord)]),
            token);
    }

    /// <summary>Tells at once how far the partition has come.</summary>
    public Task TellPositionAsync(Progress to, CancellationToken token) => AddAsync(new Telling(output, to, [], IsUrgent: true), token);

    public void Dispose() => _records.Dispose();

    private async Task AddAsync(Telling telling, CancellationToken token)
    {
        await output.RoomAsync(token);
        parts.Transactions.Add(telling);
    }
}
