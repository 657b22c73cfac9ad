using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Vocabulary;
using Covenant.Grains.Cohorts;
using Covenant.Grains.Enforcement.Judging;

namespace Covenant.Tests.Cohorts;

public sealed class CohortTests
{
    private static readonly AgreementBook Book = AgreementBook.Compile(AgreementReader.Read(
        """
        agreement: prompt
        version: 1
        effective: 2020-01-01T00:00:00Z
        tolerance: PT1M
        clauses: [{ id: erase, oblige: { after: ConsentWithdrawn, do: dpv:Erase, within: PT1H } }]
        ---
        agreement: patient
        version: 1
        effective: 2020-01-01T00:00:00Z
        tolerance: PT30M
        clauses: [{ id: erase, oblige: { after: ConsentWithdrawn, do: dpv:Erase, within: PT1H } }]
        """,
        "agreements").Documents.Select(document => document.Agreement));

    private readonly Cohort _cohort = new();

    public CohortTests() => _cohort.Bind(Book);

    [Fact]
    public void Customers_of_one_name_at_two_institutions_are_two()
    {
        Assert.NotSame(_cohort.Of(Withdrawal("prompt", "c-1")), _cohort.Of(Withdrawal("patient", "c-1")));
        Assert.Same(_cohort.Of(Withdrawal("prompt", "c-1")), _cohort.Of(Withdrawal("prompt", "c-1")));
    }

    [Fact]
    public void Each_is_due_once_the_clock_has_passed_its_institutions_tolerance_too()
    {
        Judge("patient", "c-1", partition: 0);
        Judge("prompt", "c-2", partition: 0);

        Assert.Equal(At(61), _cohort.NextDue(0));
        Assert.Null(_cohort.TakeDue(0, At(61)));
        Assert.Equal("c-2", _cohort.TakeDue(0, At(62))?.Customer);
        Assert.Null(_cohort.TakeDue(0, At(90)));
        Assert.Equal("c-1", _cohort.TakeDue(0, At(91))?.Customer);
        Assert.Null(_cohort.NextDue(0));
    }

    [Fact]
    public void Only_the_partition_that_a_customer_came_from_last_decides_for_it()
    {
        Judge("prompt", "c-1", partition: 0);
        Judge("prompt", "c-1", partition: 1);

        Assert.Null(_cohort.TakeDue(0, At(1_000)));
        Assert.Equal("c-1", _cohort.TakeDue(1, At(1_000))?.Customer);
    }

    [Fact]
    public void What_cannot_be_read_of_one_customer_spoils_no_other_and_is_kept_as_it_is()
    {
        Judge("prompt", "c-1", partition: 0);
        var broken = _cohort.Of(Withdrawal("prompt", "c-2"));
        broken.Restore(0, Member.Never, [250, 250, 250]);
        var again = new Cohort();
        again.Restore(_cohort.Encode());

        Assert.Null(again.Of(Withdrawal("prompt", "c-2")).Thaw());
        Assert.Contains("cannot be read", again.Of(Withdrawal("prompt", "c-2")).Unreadable, StringComparison.Ordinal);
        Assert.NotNull(again.Of(Withdrawal("prompt", "c-1")).Thaw());
        Assert.Equal(_cohort.Encode(), again.Encode());
    }

    private void Judge(string institution, string customer, int partition)
    {
        var e = Withdrawal(institution, customer);
        var member = _cohort.Of(e);
        member.Thaw()!.Apply(member.PolicyBy(Book), e, new StreamPosition("datause.events.v1", partition, 0), e.Time, e.Time, new Verdicts());
        _cohort.Judged(member, partition);
    }

    private static DataUseEvent Withdrawal(string institution, string customer) =>
        new() { Id = Guid.NewGuid().ToString(), Time = At(0), Institution = institution, Customer = customer, Operation = Term.Of("ConsentWithdrawn") };

    private static EventTime At(double minutes) => new(EventTime.Parse("2026-03-01T00:00:00Z").Ticks + (long)(minutes * TimeSpan.TicksPerMinute));
}
