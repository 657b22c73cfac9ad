using Covenant.Contracts.Grains;
using Covenant.Contracts.Violations;

namespace Covenant.Silo.Ingestion;

/// <summary>Puts the grains' replies in the order of the log, each reply's own order kept: an obligation's violation stands at its trigger, but never before one decided earlier.</summary>
internal sealed class VerdictOrder
{
    private readonly List<(long Offset, int Arrival, Untold<Violation> Untold)> _violations = [];

    /// <param name="reply">One grain's, in the order in which it decided.</param>
    public void Add(IEnumerable<Untold<Violation>> reply)
    {
        var offset = long.MinValue;
        foreach (var untold in reply)
        {
            offset = Math.Max(offset, untold.What.Position.Offset);
            _violations.Add((offset, _violations.Count, untold));
        }
    }

    public List<Untold<Violation>> ToList()
    {
        _violations.Sort((left, right) => left.Offset != right.Offset ? left.Offset.CompareTo(right.Offset) : left.Arrival.CompareTo(right.Arrival));
        return _violations.ConvertAll(entry => entry.Untold);
    }
}
