using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.LoadTests.Generation;
using Covenant.LoadTests.Oracle;

namespace Covenant.Tests.Scenarios;

/// <summary>A log as the program reads it: each record decoded, dated by the log's clock, and admitted or not.</summary>
internal sealed class CoreLog(IEnumerable<Agreement> agreements, TimeSpan clockSkewMax)
{
    private readonly HashSet<string> _institutions = [.. agreements.Select(agreement => agreement.Institution)];
    private readonly EventDecoder _records = new();
    private readonly EventDecoder _lines = new() { ReadsRecordedTime = true };
    private readonly RecordClock _clock = new(clockSkewMax);

    /// <summary>Why the record that came last is a dead letter; null where it is none.</summary>
    public string? DeadLetter { get; private set; }

    /// <summary>Null where the record is a dead letter.</summary>
    public (DataUseEvent Event, EventTime Admitted)? Read(GeneratedRecord record)
    {
        var isRead = (record.SaysItsTime ? _lines : _records).TryDecode(record.Utf8, out var e, out var defect);
        _clock.See(!record.SaysItsTime ? record.Timestamp : isRead ? e!.RecordedTime : RecordedTimeReader.Of(record.Utf8));
        defect = isRead ? new EventAdmission(EventAdmission.DefaultAheadMax, _institutions.Contains).Check(e!, _clock.TimeOf(e!.Time)) : defect;
        DeadLetter = defect?.Code;
        return defect is null ? (e!, _clock.Admit(e!.Time)) : null;
    }

    /// <summary>The events of a whole case, with their offsets.</summary>
    public static IEnumerable<(DataUseEvent Event, EventTime Admitted, int Offset)> Of(GeneratedCase generated)
    {
        var log = new CoreLog(generated.Agreements, generated.ClockSkewMax);
        for (var offset = 0; offset < generated.Log.Length; offset++)
        {
            if (log.Read(generated.Log[offset]) is var (e, admitted))
            {
                yield return (e, admitted, offset);
            }
        }
    }

    /// <summary>The agreements of a case as the program reads them from their text.</summary>
    public static IReadOnlyList<Agreement> AgreementsOf(GeneratedCase generated)
    {
        var reading = AgreementReader.Read(string.Join("---\n", generated.Agreements.Select(AgreementText.Of)), "generated");
        return reading.Mistakes.IsEmpty ? [.. reading.Documents.Select(document => document.Agreement)] : throw new InvalidDataException(string.Join('\n', reading.Mistakes));
    }
}
