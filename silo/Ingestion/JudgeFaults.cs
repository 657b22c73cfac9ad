using Covenant.Contracts.Events;
using Covenant.Silo.Health;
using Covenant.Silo.Publishing;

namespace Covenant.Silo.Ingestion;

/// <summary>What made the judge itself fail on a partition, over its tenures.</summary>
internal sealed class JudgeFaults(Degradations degradations)
{
    private const int UndecidableMax = 10_000;

    private static readonly TimeSpan CarefulFor = TimeSpan.FromMinutes(1);

    private readonly HashSet<string> _undecidable = new(StringComparer.Ordinal);
    private long _carefulUntil;

    /// <summary>
    /// Whether events are judged so that one on which the judge fails leaves nothing behind: for a minute after the last one did. Otherwise
    /// the tenure begins anew at its checkpoint.
    /// </summary>
    public bool IsCareful => Environment.TickCount64 < _carefulUntil;

    /// <summary>Customers of whom deciding what falls due fails.</summary>
    public string[] Undecidable { get; private set; } = [];

    public void BeCareful() => _carefulUntil = Environment.TickCount64 + (long)CarefulFor.TotalMilliseconds;

    /// <summary>An event is a dead letter, for the judge failed on it twice.</summary>
    public void GiveUp(DeadLetter letter)
    {
        BeCareful();
        degradations.JudgeFailed(letter.At.Partition.Value, LogNumber.OffsetOf(letter.At.Offset.Value), letter.Reason);
    }

    public void DoNotDecide(string customer, string reason)
    {
        degradations.Add($"the judge failed on what falls due for `{customer}`: {reason}");
        if (_undecidable.Add(customer) && _undecidable.Count > UndecidableMax)
        {
            // So many are no single bad customers: better to stop than to write them off.
            throw new InvalidOperationException($"the judge failed on what falls due for more than {UndecidableMax} customers");
        }

        Undecidable = [.. _undecidable];
    }

    /// <inheritdoc cref="Degradations.DraftFailed"/>
    public void DraftFailed(string? reason) => degradations.DraftFailed(reason);
}
