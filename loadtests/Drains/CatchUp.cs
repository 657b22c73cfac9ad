namespace Covenant.LoadTests.Drains;

/// <summary>How a topic was caught up with: how much was committed when, and what it had cost by then. Notes come from one thread.</summary>
/// <param name="events">All there are.</param>
public sealed class CatchUp(long events)
{
    private const double From = 0.1;

    private const double To = 0.9;

    private readonly List<(double At, double Judged, double Processor)> _notes = [];

    /// <param name="at">In seconds.</param>
    /// <param name="processor">In seconds, so far.</param>
    public void Note(double at, long judged, TimeSpan processor)
    {
        // Of a standstill its beginning counts: what is committed at its end was judged meanwhile. Of the first one its end counts, before which nobody judged.
        if (_notes.Count > 0 && _notes[^1].Judged == judged)
        {
            if (judged > 0)
            {
                return;
            }

            _notes.RemoveAt(_notes.Count - 1);
        }

        _notes.Add((at, judged, processor.TotalSeconds));
    }

    /// <summary>Between 10 % and 90 % of the events: events per second, and microseconds of processor for each.</summary>
    public (double Rate, double ProcessorPerEvent) Middle()
    {
        var (begin, end) = (When(From * events), When(To * events));
        var count = (To - From) * events;
        return (count / (end.At - begin.At), (end.Processor - begin.Processor) * 1e6 / count);
    }

    private (double At, double Processor) When(double judged)
    {
        var i = _notes.FindIndex(note => note.Judged >= judged);
        if (i <= 0)
        {
            throw new InvalidOperationException($"of {events} events, {judged} were judged before the first look at them: give more `--events`");
        }

        var (before, after) = (_notes[i - 1], _notes[i]);
        var share = (judged - before.Judged) / (after.Judged - before.Judged);
        return (before.At + share * (after.At - before.At), before.Processor + share * (after.Processor - before.Processor));
    }
}
