using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;
using Covenant.Grains.Cohorts;
using Covenant.Grains.Enforcement.Judging;
using Covenant.LoadTests.Generation;
using Covenant.LoadTests.Oracle;
using Covenant.Tests.Scenarios;
using CsCheck;

namespace Covenant.Tests.Cohorts;

/// <summary>Customers that share a cohort are judged as if each were alone, whatever is written and read meanwhile.</summary>
public class CohortProperties(ITestOutputHelper output)
{
    private const int Cases = 1_000;

    private const int Partition = 3;

    [Fact]
    public void A_cohort_that_is_stored_and_read_between_any_two_events_tells_what_its_customers_do() => Gen.Select(CaseGen.Any, Gen.ULong, Gen.ULong).Sample(
        (generated, stores, restarts) => InOneCohort(generated, At(stores), At(restarts)).SequenceEqual(Apart(generated)),
        output.WriteLine,
        iter: Cases,
        print: triple => $"stores {triple.Item2:b}, restarts {triple.Item3:b}\n{CaseText.Of(triple.Item1)}");

    private static Func<int, bool> At(ulong bits) => offset => (bits >> offset & 1) == 1;

    private static IEnumerable<string> Apart(GeneratedCase generated)
    {
        var judge = new StreamJudge(AgreementBook.Compile(CoreLog.AgreementsOf(generated)));
        var violations = new List<Violation>();
        foreach (var (e, admitted, offset) in CoreLog.Of(generated))
        {
            judge.Judge(e, admitted, Position(offset), violations);
        }

        judge.Until(generated.Until ?? EventTime.Epoch, violations);
        return Lines(violations);
    }

    private static IEnumerable<string> InOneCohort(GeneratedCase generated, Func<int, bool> isStoredAfter, Func<int, bool> isReadAfter)
    {
        var run = new CohortRun(AgreementBook.Compile(CoreLog.AgreementsOf(generated)));
        foreach (var (e, admitted, offset) in CoreLog.Of(generated))
        {
            run.Judge(e, admitted, Position(offset));
            if (isStoredAfter(offset))
            {
                run.Store(isReadAfter(offset));
            }
        }

        run.Until(generated.Until ?? EventTime.Epoch);
        return Lines(run.Verdicts.Violations);
    }

    private static IEnumerable<string> Lines(List<Violation> violations) =>
        violations.Select(violation => $"{OracleVerdict.Of(violation)} {violation.Id} {violation.Reason}").Order(StringComparer.Ordinal);

    private static StreamPosition Position(int offset) => new("datause.events.v1", Partition, offset);

    private sealed class CohortRun(AgreementBook book)
    {
        private readonly Dictionary<string, InstitutionState> _institutions = [];
        private Cohort _cohort = new();
        private EventTime _clock = EventTime.Epoch;

        public Verdicts Verdicts { get; } = new();

        public void Judge(DataUseEvent e, EventTime admitted, StreamPosition position)
        {
            _clock = admitted > _clock ? admitted : _clock;
            _cohort.Bind(book);
            var member = _cohort.Of(e);
            member.Thaw()!.Apply(member.PolicyBy(book), e, position, admitted, _clock, Verdicts);
            _cohort.Judged(member, Partition);
            foreach (var contribution in Verdicts.Contributions)
            {
                _institutions.TryAdd(e.Institution, new());
                _institutions[e.Institution].Apply(member.PolicyBy(book), contribution, Verdicts);
            }

            Verdicts.Contributions.Clear();
            while (_cohort.TakeDue(Partition, _clock) is { } due)
            {
                due.Thaw()!.Advance(due.PolicyBy(book), _clock, Verdicts);
                _cohort.Judged(due, Partition);
            }
        }

        public void Store(bool isRead)
        {
            var stored = _cohort.Encode();
            if (isRead)
            {
                _cohort = new();
                _cohort.Restore(stored);
            }
        }

        public void Until(EventTime time)
        {
            _cohort.Bind(book);
            while (_cohort.TakeDue(Partition, EventTime.Max) is { } due)
            {
                due.Thaw()!.DecideBefore(due.PolicyBy(book), time, Verdicts);
            }
        }
    }
}
