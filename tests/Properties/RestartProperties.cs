using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;
using Covenant.Grains.Enforcement.Judging;
using Covenant.LoadTests.Generation;
using Covenant.LoadTests.Oracle;
using Covenant.Tests.Scenarios;
using CsCheck;

namespace Covenant.Tests.Properties;

/// <summary>A customer is told its deadlines with its next event or much later, and its state may be written and read again at any time.</summary>
public class RestartProperties(ITestOutputHelper output)
{
    private const int Cases = 1_000;

    [Fact]
    public void Writing_and_reading_the_state_between_any_two_events_changes_no_verdict() => Gen.Select(CaseGen.Any, Gen.ULong).Sample(
        (generated, restarts) => Say(generated, offset => (restarts >> offset & 1) == 1).SequenceEqual(Say(generated, _ => false)),
        output.WriteLine,
        iter: Cases,
        print: pair => $"restarts {pair.Item2:b}\n{CaseText.Of(pair.Item1)}");

    [Fact]
    public void Deciding_only_at_a_customers_own_events_changes_none_of_its_verdicts() => CaseGen.Any.Sample(
        generated => Say(generated, _ => false).Order(StringComparer.Ordinal).SequenceEqual(Together(generated).Order(StringComparer.Ordinal)),
        output.WriteLine,
        iter: Cases,
        print: CaseText.Of);

    private static List<string> Together(GeneratedCase generated)
    {
        var judge = new StreamJudge(AgreementBook.Compile(CoreLog.AgreementsOf(generated)));
        var violations = new List<Violation>();
        judge.Judge([.. CoreLog.Of(generated).Select(one => (one.Event, one.Admitted, Position(one.Offset)))], violations);
        judge.Until(generated.Until ?? EventTime.Epoch, violations);
        return Lines(violations);
    }

    private static List<string> Say(GeneratedCase generated, Func<int, bool> restartsAfter)
    {
        var book = AgreementBook.Compile(CoreLog.AgreementsOf(generated));
        var customers = new Dictionary<(string Institution, string Customer), CustomerState>();
        var institutions = new Dictionary<string, InstitutionState>();
        var verdicts = new Verdicts();
        var clock = EventTime.Epoch;
        foreach (var (e, admitted, offset) in CoreLog.Of(generated))
        {
            clock = admitted > clock ? admitted : clock;
            var (policy, key) = (book.Find(e.Institution)!, (e.Institution, e.Customer));
            var customer = customers.GetValueOrDefault(key) ?? new();
            customer.Apply(policy, e, Position(offset), admitted, clock, verdicts);
            var institution = institutions.GetValueOrDefault(e.Institution) ?? new();
            foreach (var contribution in verdicts.Contributions)
            {
                institution.Apply(policy, contribution, verdicts);
            }

            verdicts.Contributions.Clear();
            var restarts = restartsAfter(offset);
            customers[key] = restarts ? CustomerState.Decode(customer.Encode()) : customer;
            institutions[e.Institution] = restarts ? InstitutionState.Decode(institution.Encode()) : institution;
        }

        foreach (var (key, customer) in customers)
        {
            customer.Advance(book.Find(key.Institution)!, clock, verdicts);
            customer.DecideBefore(book.Find(key.Institution)!, generated.Until ?? EventTime.Epoch, verdicts);
        }

        return Lines(verdicts.Violations);
    }

    private static List<string> Lines(List<Violation> violations) => [.. violations.Select(violation => $"{OracleVerdict.Of(violation)} {violation.Id} {violation.Reason}")];

    private static StreamPosition Position(int offset) => new("datause.events.v1", 0, offset);
}
