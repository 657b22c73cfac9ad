using Covenant.Contracts.Grains;
using Covenant.Contracts.Violations;

namespace Covenant.Silo.Ingestion;

/// <summary>
/// What the grains answered to one tenure, until it is told: what is to be told further on waits, and what was taken to be told is not taken again. A grain
/// that was moved or dropped meanwhile has forgotten what it answered, and answers it once more.
/// </summary>
internal sealed class UntoldViolations
{
    private readonly Dictionary<string, Progress> _taken = new(StringComparer.Ordinal);
    private List<Untold<Violation>[]> _replies = [];

    /// <param name="reply">One grain's, in the order in which it decided.</param>
    public void Add(Untold<Violation>[] reply)
    {
        if (reply.Length > 0)
        {
            _replies.Add(reply);
        }
    }

    /// <summary>What was answered and is told further on.</summary>
    public IEnumerable<Violation> Waiting => _replies.SelectMany(reply => reply).Select(untold => untold.What);

    /// <summary>When the first of them is told that needs no further record; null where none does.</summary>
    /// <param name="at">How far the partition has come.</param>
    public Progress? NextWake(Progress at) => FirstWake(at, _replies.SelectMany(reply => reply).Select(untold => untold.Until));

    /// <inheritdoc cref="NextWake"/>
    public static Progress? FirstWake(Progress at, IEnumerable<Progress> untils) =>
        untils.Where(until => until.Offset <= at.Offset).Select(until => (Progress?)until).Min();

    /// <summary>Of them, and of those that are to be taken.</summary>
    public int Count => _replies.Sum(reply => reply.Length);

    /// <summary>Grains that were told so much answer nothing of it any more.</summary>
    public void Published(Progress published)
    {
        foreach (var (id, to) in _taken)
        {
            if (to <= published)
            {
                _taken.Remove(id);
            }
        }
    }

    /// <summary>Takes what is told once the partition has come to <paramref name="to"/>, in the order of the log.</summary>
    public List<Untold<Violation>> TakeUpTo(Progress to)
    {
        if (_replies.Count == 0)
        {
            return [];
        }

        var order = new VerdictOrder();
        _replies.ForEach(reply => order.Add(reply.Where(untold => untold.Until <= to && _taken.TryAdd(untold.What.Id, to))));
        _replies = [.. _replies.Select(reply => Array.FindAll(reply, untold => untold.Until > to)).Where(reply => reply.Length > 0)];
        return order.ToList();
    }
}
