using System.Globalization;
using Covenant.Contracts.Events;

namespace Covenant.Tests.Scenarios;

/// <summary>Reads times of day, with or without a date; a date lasts until the next.</summary>
internal sealed class ScenarioClock
{
    private static readonly DateOnly Monday = new(2026, 1, 5);

    private DateOnly _day = Monday;

    /// <summary>Takes the words of a time off the front.</summary>
    public EventTime Take(Queue<string> words)
    {
        if (words.Peek()[0] == '+')
        {
            _day = Monday.AddDays(int.Parse(words.Dequeue().Trim('+', 'd'), CultureInfo.InvariantCulture));
        }
        else if (words.Peek().Contains('-', StringComparison.Ordinal))
        {
            _day = DateOnly.ParseExact(words.Dequeue(), "yyyy-MM-dd", CultureInfo.InvariantCulture);
        }

        return At(words.Dequeue());
    }

    /// <summary>For times within a line, whose date is not to last beyond it.</summary>
    public ScenarioClock Copy() => new() { _day = _day };

    public static bool StartsTime(string word) => char.IsAsciiDigit(word[0]) || word[0] == '+';

    private EventTime At(string time) => EventTime.Parse($"{_day:yyyy-MM-dd}T{(time.Length == 5 ? time + ":00" : time)}Z");
}
