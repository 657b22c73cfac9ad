using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Vocabulary;
using Covenant.Grains.Cohorts;
using Covenant.Grains.Enforcement.Judging;
using Covenant.Silo.Agreements;
using Covenant.Silo.Deadlines;
using CsCheck;

namespace Covenant.Tests.AnyText;

/// <summary>No stored row ends a reader: it is read, or it cannot be read, and says so in a way that those who read it expect.</summary>
public sealed class AnyBytesTests
{
    private static readonly AgreementBook Book = AgreementBook.Compile(AgreementReader.Read(
        """
        agreement: acme
        version: 1
        effective: 2020-01-01T00:00:00Z
        clauses:
          - { id: erase, oblige: { after: ConsentWithdrawn, do: dpv:Erase, within: PT1H, match: [item] } }
          - { id: four, limit: { count: 1, sliding: PT24H, per: [actor] } }
          - { id: day, limit: { distinct: recipient, max: 1, calendar: day }, report: first }
          - { id: consent, prohibit: dpv:Use, unless: { since: { start: ConsentGiven, end: ConsentWithdrawn } } }
        """,
        "agreements").Documents.Select(document => document.Agreement));

    private static readonly byte[] Cohort = SomeCohort();

    [Fact]
    public void A_cohorts_row_is_read_or_unreadable_and_so_is_each_customers_part_of_it() => Any([Cohort]).Feed(
        bytes =>
        {
            var cohort = new Cohort();
            if (Unreadable(() => cohort.Restore(bytes)))
            {
                return;
            }

            cohort.Bind(Book);
            foreach (var customer in new[] { "c-1", "c-2" })
            {
                var member = cohort.Of(Touch(customer, "dpv:Use", 900));
                Assert.Equal(member.Thaw() is null, member.Unreadable is not null);
            }
        },
        cases: 10_000);

    [Fact]
    public void Due_dates_are_read_or_unreadable()
    {
        DueEntry[] due = [.. Enumerable.Range(0, 20).Select(hour => new DueEntry(hour, new EventTime(17_000_000_000_000_000 + (hour * TimeSpan.TicksPerHour))))];
        var entries = DeadlineForm.OfEntries(due);
        var chunks = DeadlineForm.OfChunks([(17_000_000_000_000_000 / DeadlineBounds.BucketTicks * DeadlineBounds.BucketTicks, [new ChunkName("3", 1, 20)])], [new ChunkName("2", 7, 9)]);
        Any([entries, chunks]).Feed(
            bytes =>
            {
                Unreadable(() => DeadlineForm.Entries(bytes));
                Unreadable(() => DeadlineForm.Chunks(bytes));
            },
            cases: 20_000);
    }

    [Fact]
    public void Kept_agreements_are_read_or_unreadable()
    {
        Assert.Null(AcceptedForm.TryWrite(new AcceptedTexts(new LogMark("t/0", 3), AcceptedTexts.None.Versions.Add(1, "agreement: acme").Add(2, "Zoë")), out var texts));
        Any([texts, StoredInstitutions.Of(["acme", "zeta"]).Names]).Feed(
            bytes =>
            {
                Unreadable(() => AcceptedForm.Read(bytes));
                Unreadable(() => new StoredInstitutions { Names = bytes }.Read());
            },
            cases: 20_000);
    }

    private static Gen<byte[]> Any(byte[][] valid) => Gen.OneOf(UnicodeGens.Damaged(valid), Gen.Byte.Array[0, 64]);

    private static bool Unreadable(Action read)
    {
        try
        {
            read();
            return false;
        }
        catch (InvalidDataException unreadable)
        {
            Assert.NotEmpty(unreadable.Message);
            return true;
        }
    }

    private static byte[] SomeCohort()
    {
        var cohort = new Cohort();
        cohort.Bind(Book);
        var minute = 0;
        foreach (var (customer, operation) in new[] { ("c-1", "ConsentGiven"), ("c-1", "dpv:Use"), ("c-2", "ConsentWithdrawn"), ("c-1", "dpv:Share"), ("c-2", "dpv:Use"), ("c-1", "ConsentWithdrawn"), ("c-1", "dpv:Erase") })
        {
            var touch = Touch(customer, operation, minute);
            var member = cohort.Of(touch);
            member.Thaw()!.Apply(member.PolicyBy(Book), touch, new StreamPosition("datause.events.v1", 0, minute++), touch.Time, new Verdicts());
            cohort.Judged(member, 0);
        }

        return cohort.Encode();
    }

    private static DataUseEvent Touch(string customer, string operation, int minute) => new()
    {
        Id = $"e-{minute}",
        Source = "/ads",
        Time = new EventTime(EventTime.Parse("2026-03-01T00:00:00Z").Ticks + (minute * TimeSpan.TicksPerMinute)),
        Institution = "acme",
        Customer = customer,
        Operation = Term.Of(operation),
        Purposes = [Term.Of("dpv:CustomerCare")],
        Actor = "actor",
        Item = "i-1",
        Recipient = $"r-{minute}",
    };
}
