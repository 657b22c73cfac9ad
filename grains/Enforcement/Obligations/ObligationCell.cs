using Covenant.Contracts.Agreements;
using Covenant.Grains.Enforcement.Remembering;

namespace Covenant.Grains.Enforcement.Obligations;

/// <summary>The open obligations of one key, and the signs that a trigger still to come could need.</summary>
/// <remarks>INVARIANT (tolerance): holds every sign later than the horizon less another tolerance: a trigger may be a tolerance old, and a sign a tolerance older.</remarks>
internal sealed class ObligationCell : MemoryCell
{
    private readonly List<Obligation> _open = new(1);
    private readonly List<Sign> _signs = new(1);

    // How many of _open are closed already. They go when they are half, so that each is moved a constant number of times.
    private int _closed;

    public IEnumerable<Obligation> Open => _open.Where(obligation => !obligation.IsClosed);

    public void Add(Obligation obligation, Deadline deadline, long earliestSign, long tolerance)
    {
        LastTime = Math.Max(LastTime, obligation.Start);
        foreach (var sign in _signs)
        {
            if (sign.Time >= earliestSign)
            {
                sign.ApplyTo(obligation, deadline, tolerance);
            }
        }

        _open.Add(obligation);
    }

    public void Apply(Sign sign, Deadline deadline, long tolerance)
    {
        foreach (var obligation in _open)
        {
            sign.ApplyTo(obligation, deadline, tolerance);
        }
    }

    public void Remember(Sign sign, long earliestSign, MemoryBounds bounds)
    {
        LastTime = Math.Max(LastTime, sign.Time);
        var at = _signs.Count;
        while (at > 0 && _signs[at - 1].Time > sign.Time)
        {
            at--;
        }

        _signs.Insert(at, sign);
        var spent = 0;
        while (spent < _signs.Count && (_signs[spent].Time < earliestSign || _signs.Count - spent > bounds.EntriesMax))
        {
            spent++;
        }

        if (2 * spent >= _signs.Count)
        {
            _signs.RemoveRange(0, spent);
        }
    }

    /// <summary>Notes that one of the open ones was closed.</summary>
    public void Settle()
    {
        if (2 * ++_closed >= _open.Count)
        {
            Settle(_ => false);
        }
    }

    /// <summary>Lets go of all that are closed, and of those that the caller closes.</summary>
    public void Settle(Predicate<Obligation> close)
    {
        _open.RemoveAll(obligation => obligation.IsClosed || close(obligation));
        _closed = 0;
    }

    public override bool IsSpent(MemoryDefinition definition, long horizon) => _open.Count == _closed && LastTime < ((ObligeDefinition)definition).EarliestSign(horizon);

    public override void Forget() => _open.ForEach(obligation => obligation.Close());

    public override void Write(StateWriter writer)
    {
        writer.Count(Open.Count());
        foreach (var obligation in Open)
        {
            obligation.Write(writer);
        }

        writer.Count(_signs.Count);
        foreach (var sign in _signs)
        {
            writer.Number(sign.Time);
            writer.Count((sign.Does ? 1 : 0) + (sign.Ends ? 2 : 0));
            writer.Count((sign.Values?.Length ?? -1) + 1);
            Array.ForEach(sign.Values ?? [], writer.Text);
        }
    }

    public override void Read(StateReader reader)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            _open.Add(Obligation.Read(reader));
            LastTime = Math.Max(LastTime, _open[^1].Start);
        }

        for (var left = reader.Count(); left > 0; left--)
        {
            var time = reader.Number();
            var kind = reader.Count();
            var values = reader.Count() is var count and > 0 ? new string[reader.Within(count - 1)] : null;
            for (var i = 0; i < values?.Length; i++)
            {
                values[i] = reader.Text() ?? "";
            }

            _signs.Add(new Sign(time, (kind & 1) != 0, (kind & 2) != 0, values));
            LastTime = Math.Max(LastTime, time);
        }
    }
}
