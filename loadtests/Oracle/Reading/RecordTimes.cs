using Covenant.Contracts.Events;

namespace Covenant.LoadTests.Oracle.Reading;

/// <summary>The record's time <c>r(e)</c> of one log, and the admitted time <c>a(e)</c>.</summary>
public sealed class RecordTimes(TimeSpan clockSkewMax, RuleBook rules)
{
    /// <summary>Of the sheet.</summary>
    public static readonly TimeSpan DefaultClockSkewMax = TimeSpan.FromMinutes(1);

    /// <summary>The greatest timestamp so far; null where no record had one.</summary>
    public EventTime? Greatest { get; private set; }

    /// <summary>For each record, before anything else is asked.</summary>
    /// <param name="timestamp">Null where it has none.</param>
    public void See(EventTime? timestamp)
    {
        if (timestamp is { } time && (Greatest is not { } greatest || time > greatest || !rules.Decides(SheetRule.GreatestTimestamp, time != greatest)))
        {
            Greatest = time;
        }
    }

    /// <summary>The record was a dead letter.</summary>
    /// <param name="before">The greatest before it.</param>
    public void Unsee(EventTime? before)
    {
        if (Greatest != before && !rules.Decides(SheetRule.DeadLettersMoveRecordTime, true))
        {
            Greatest = before;
        }
    }

    /// <summary><c>r(e)</c> of the record that was seen last.</summary>
    public EventTime Of(EventTime own)
    {
        var time = Greatest ?? own;
        if (Greatest is null && !rules.Decides(SheetRule.OwnTimeStandsInOnce, true))
        {
            Greatest = own;
        }

        return time;
    }

    /// <summary><c>a(e)</c> of the record that was seen last.</summary>
    public EventTime Admit(EventTime own)
    {
        var bound = new EventTime(Of(own).Ticks + clockSkewMax.Ticks);
        return rules.Decides(SheetRule.AdmittedIsBounded, bound < own) ? bound : own;
    }
}
