using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;
using Covenant.Grains.Enforcement.Judging;
using Covenant.Grains.Enforcement.Remembering;
using Covenant.LoadTests.Generation;
using Covenant.LoadTests.Oracle;

namespace Covenant.Tests.Scenarios;

/// <summary>One of the programs that judge the same log and must say the same.</summary>
internal abstract class Side
{
    /// <summary>A new one of each, which both were given the same agreements.</summary>
    public static IReadOnlyList<Side> All(IReadOnlyList<Agreement> agreements) => [new Slow(agreements, null, null), new Fast(agreements, RecordClock.DefaultClockSkewMax)];

    /// <summary>A new one of each: the oracle reads the agreements as they were made, the core reads their text.</summary>
    public static (Side Slow, Side Fast) Of(GeneratedCase generated) => (SlowOf(generated, new()), FastOf(generated));

    public static Side SlowOf(GeneratedCase generated, RuleBook rules) => new Slow(generated.Agreements, generated.ClockSkewMax, rules);

    public static Side FastOf(GeneratedCase generated) => new Fast(CoreLog.AgreementsOf(generated), generated.ClockSkewMax);

    public abstract string Name { get; }

    public abstract long Late { get; }

    public abstract long Pending { get; }

    public abstract long Duplicates { get; }

    /// <summary>Why the record that came last is a dead letter; null where it is none.</summary>
    public abstract string? DeadLetter { get; }

    public abstract IReadOnlyList<OracleVerdict> Judge(GeneratedRecord record, long offset);

    public abstract IReadOnlyList<OracleVerdict> Until(EventTime time);

    private sealed class Slow(IReadOnlyList<Agreement> agreements, TimeSpan? clockSkewMax, RuleBook? rules) : Side
    {
        private readonly TraceOracle _oracle = new(agreements, clockSkewMax, rules);

        public override string Name => "the oracle";

        public override long Late => _oracle.Counts.Late;

        public override long Pending => _oracle.Counts.Pending;

        public override long Duplicates => _oracle.Counts.Duplicates;

        public override string? DeadLetter => _oracle.DeadLetter;

        public override IReadOnlyList<OracleVerdict> Judge(GeneratedRecord record, long offset) =>
            record.SaysItsTime ? _oracle.JudgeLine(record.Utf8, offset) : _oracle.Judge(record.Utf8, record.Timestamp, offset);

        public override IReadOnlyList<OracleVerdict> Until(EventTime time) => _oracle.Until(time);
    }

    // Of a customer with many keys the sheet lets the core forget some, where only a late event can tell; the oracle forgets none.
    private static readonly MemoryBounds AllKeys = new() { UnsweptKeysMax = 10_000 };

    private sealed class Fast(IReadOnlyList<Agreement> agreements, TimeSpan clockSkewMax) : Side
    {
        private readonly CoreLog _log = new(agreements, clockSkewMax);
        private readonly StreamJudge _judge = new(AgreementBook.Compile(agreements, AllKeys));

        public override string Name => "the core";

        public override long Late => _judge.Late;

        public override long Pending => _judge.PendingObligations;

        public override long Duplicates => _judge.Duplicates;

        public override string? DeadLetter => _log.DeadLetter;

        public override IReadOnlyList<OracleVerdict> Judge(GeneratedRecord record, long offset)
        {
            var violations = new List<Violation>();
            if (_log.Read(record) is var (e, admitted))
            {
                _judge.Judge(e, admitted, new StreamPosition("datause.events.v1", 0, offset), violations);
            }

            return [.. violations.Select(OracleVerdict.Of)];
        }

        public override IReadOnlyList<OracleVerdict> Until(EventTime time)
        {
            var violations = new List<Violation>();
            _judge.Until(time, violations);
            return [.. violations.Select(OracleVerdict.Of)];
        }
    }
}
