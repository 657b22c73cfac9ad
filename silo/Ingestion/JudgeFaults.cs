using Covenant.Contracts.Events;
using Covenant.Silo.Health;
using Covenant.Silo.Publishing;

namespace Covenant.Silo.Ingestion;

/// <summary>What made the judge itself fail on a partition, over its tenures: an event that did is judged once more alone, and then no more.</summary>
internal sealed class JudgeFaults(Degradations degradations)
{
    private const int Max = 10_000;

    private readonly HashSet<long> _suspects = [];
    private readonly Dictionary<long, DeadLetter> _given = [];
    private readonly HashSet<string> _undecidable = new(StringComparer.Ordinal);

    /// <summary>Whether the record is to be judged alone.</summary>
    public bool IsSuspect(long offset) => _suspects.Count > 0 && _suspects.Contains(offset);

    /// <summary>What stands in for a record that is judged no more.</summary>
    public DeadLetter? InsteadOf(long offset) => _given.Count > 0 ? _given.GetValueOrDefault(offset) : null;

    /// <summary>Customers of whom deciding what falls due fails.</summary>
    public string[] Undecidable { get; private set; } = [];

    public void Suspect(long offset) => Add(_suspects.Add(offset));

    public void GiveUp(DeadLetter letter)
    {
        degradations.JudgeFailed(letter.At.Partition.Value, LogNumber.OffsetOf(letter.At.Offset.Value), letter.Reason);
        _suspects.Remove(letter.At.Offset.Value);
        _given[letter.At.Offset.Value] = letter;
    }

    public void DoNotDecide(string customer, string reason)
    {
        degradations.Add($"the judge failed on what falls due for `{customer}`: {reason}");
        Add(_undecidable.Add(customer));
        Undecidable = [.. _undecidable];
    }

    /// <inheritdoc cref="Degradations.DraftFailed"/>
    public void DraftFailed(string? reason) => degradations.DraftFailed(reason);

    // So many are no single bad events: better to stop than to write off the log.
    private void Add(bool isNew)
    {
        if (isNew && _suspects.Count + _given.Count + _undecidable.Count > Max)
        {
            throw new InvalidOperationException($"the judge failed on more than {Max} events");
        }
    }
}
