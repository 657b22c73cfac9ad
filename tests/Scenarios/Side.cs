using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;
using Covenant.Grains.Enforcement.Judging;
using Covenant.LoadTests.Oracle;

namespace Covenant.Tests.Scenarios;

/// <summary>One of the programs that judge the same log and must say the same.</summary>
internal abstract class Side
{
    /// <summary>A new one of each.</summary>
    public static IReadOnlyList<Side> All(IReadOnlyList<Agreement> agreements) => [new Slow(agreements), new Fast(agreements)];

    public abstract string Name { get; }

    public abstract long Late { get; }

    public abstract long Pending { get; }

    public abstract long Duplicates { get; }

    public abstract IReadOnlyList<OracleVerdict> Judge(DataUseEvent e, long offset);

    public abstract IReadOnlyList<OracleVerdict> Until(EventTime time);

    private sealed class Slow(IReadOnlyList<Agreement> agreements) : Side
    {
        private readonly TraceOracle _oracle = new(agreements);

        public override string Name => "the oracle";

        public override long Late => _oracle.Counts.Late;

        public override long Pending => _oracle.Counts.Pending;

        public override long Duplicates => _oracle.Counts.Duplicates;

        public override IReadOnlyList<OracleVerdict> Judge(DataUseEvent e, long offset) => _oracle.Judge(e, offset);

        public override IReadOnlyList<OracleVerdict> Until(EventTime time) => _oracle.Until(time);
    }

    private sealed class Fast : Side
    {
        private readonly AgreementBook _book;
        private readonly StreamJudge _judge;

        public Fast(IReadOnlyList<Agreement> agreements)
        {
            _book = AgreementBook.Compile(agreements);
            _judge = new(_book);
        }

        public override string Name => "the core";

        public override long Late => _judge.Late;

        public override long Pending => _judge.PendingObligations;

        public override long Duplicates => _judge.Duplicates;

        public override IReadOnlyList<OracleVerdict> Judge(DataUseEvent e, long offset)
        {
            var violations = new List<Violation>();
            if (_book.Find(e.Institution) is null)
            {
                return [];
            }

            _judge.Judge(e, e.Time, new StreamPosition("datause.events.v1", 0, offset), violations);
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
