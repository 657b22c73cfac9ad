using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.LoadTests.Oracle;

namespace Covenant.Tests.Scenarios;

/// <summary>One of the programs that judge the same log and must say the same.</summary>
internal abstract class Side
{
    /// <summary>A new one of each.</summary>
    public static IReadOnlyList<Side> All(IReadOnlyList<Agreement> agreements) => [new Slow(agreements)];

    public abstract string Name { get; }

    public abstract long Duplicates { get; }

    public abstract IReadOnlyList<OracleVerdict> Judge(DataUseEvent e, long offset);

    public abstract IReadOnlyList<OracleVerdict> Until(EventTime time);

    private sealed class Slow(IReadOnlyList<Agreement> agreements) : Side
    {
        private readonly TraceOracle _oracle = new(agreements);

        public override string Name => "the oracle";

        public override long Duplicates => _oracle.Counts.Duplicates;

        public override IReadOnlyList<OracleVerdict> Judge(DataUseEvent e, long offset) => _oracle.Judge(e, offset);

        public override IReadOnlyList<OracleVerdict> Until(EventTime time) => _oracle.Until(time);
    }
}
