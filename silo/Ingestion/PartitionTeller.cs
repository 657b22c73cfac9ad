using Covenant.Contracts.Grains;
using Covenant.Contracts.Violations;
using Covenant.Silo.Publishing;

namespace Covenant.Silo.Ingestion;

/// <summary>
/// Hands on what one tenure has to tell, in order and in pieces that a transaction takes, and waits while too much of it waits to be told.
/// </summary>
/// <param name="published">What the tenure before has told.</param>
/// <param name="isCommitted">Whether Kafka has a position.</param>
internal sealed class PartitionTeller(PartitionOutput output, PartitionParts parts, Progress published, bool isCommitted) : IDisposable
{
    private readonly ViolationRecords _records = new();
    private readonly Progress _published = published;
    private Progress _from = published;

    /// <summary>How far the partition has come with what was handed on, or found committed; null where neither is.</summary>
    public Progress? Last { get; private set; } = isCommitted ? published : null;

    /// <summary>Tells what was decided on the way to <paramref name="to"/>.</summary>
    /// <param name="held">That are held from now on.</param>
    /// <param name="beside">See <see cref="Telling.Beside"/>.</param>
    /// <returns>How much it was, in bytes.</returns>
    public async Task<long> TellAsync(
        Progress to,
        List<Untold<Violation>> violations,
        IEnumerable<DeadLetter> deadLetters,
        IEnumerable<StepRecord> held,
        CancellationToken token,
        (PartitionOutput Output, Progress To)? beside = null)
    {
        parts.Metrics.Violations(violations.ConvertAll(untold => untold.What));
        var records = LettersOf(deadLetters, to).Concat(held.Select(one => one with { Step = StepOf(new Progress(one.Step, 0), _from, to) })).Concat(violations.Select(untold => RecordOf(untold, to)));
        var telling = new Telling(output, to, [.. records], Beside: beside);
        if (!(to <= Last) || telling.Records.Count > 0)
        {
            await AddAsync(telling, token);
        }

        return telling.Bytes;
    }

    /// <summary>Tells what was decided of records that were held, and that they are held no more: in one transaction.</summary>
    public async Task TellReleasedAsync(
        Progress to, List<Untold<Violation>> violations, IEnumerable<DeadLetter> deadLetters, IEnumerable<OutgoingRecord> released, (PartitionOutput Output, Progress To)? beside, CancellationToken token)
    {
        parts.Metrics.Violations(violations.ConvertAll(untold => untold.What));
        var records = deadLetters.Select(parts.DeadLetters.RecordOf).Concat(violations.Select(untold => _records.ToRecord(untold.What))).Concat(released);
        await AddAsync(new Telling(output, to, [.. records.Select(record => new StepRecord(record, to.Offset, Progress.FirstKey))], IsWhole: true, Beside: beside), token);
    }

    /// <summary>Tells at once how far the partition has come.</summary>
    public Task TellPositionAsync(Progress to, CancellationToken token) => AddAsync(new Telling(output, to, [], IsUrgent: true), token);

    /// <summary>The step of a telling that covers what is told once <paramref name="until"/> is published. What was left from before belongs
    /// to the first step.</summary>
    /// <param name="from">How far the partition has come before the telling.</param>
    /// <param name="to">How far it has come with it.</param>
    public static long StepOf(Progress until, Progress from, Progress to) =>
        Math.Clamp(until.Wakes > to.Wakes ? until.Offset + 1 : until.Offset, Math.Min(from.Offset + 1, to.Offset), to.Offset);

    public void Dispose() => _records.Dispose();

    private IEnumerable<StepRecord> LettersOf(IEnumerable<DeadLetter> letters, Progress to) =>
        letters.Where(letter => !_published.Covers(Progress.After(letter.At.Offset.Value), id: null))
            .Select(letter => new StepRecord(parts.DeadLetters.RecordOf(letter), StepOf(Progress.After(letter.At.Offset.Value), _from, to), Progress.FirstKey));

    private StepRecord RecordOf(Untold<Violation> untold, Progress to) => new(_records.ToRecord(untold.What), StepOf(untold.Until, _from, to), Progress.PartKey(untold.What.Id));


    private async Task AddAsync(Telling telling, CancellationToken token)
    {
        var pieces = telling.Cut(_from, TransactionBounds.RecordsMax, TransactionBounds.BytesMax, parts.Formats.AllReadNow);
        (_from, Last) = (telling.To, telling.To);
        foreach (var piece in pieces)
        {
            await output.RoomAsync(piece.Bytes, token);
            parts.Transactions.Add(piece);
        }
    }
}
