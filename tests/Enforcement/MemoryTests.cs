using Covenant.Contracts.Events;
using Covenant.Grains.Enforcement.Judging;
using Xunit;

namespace Covenant.Tests.Enforcement;

public sealed class MemoryTests
{
    private const string Limit = "  - { id: few, limit: { when: dpv:Use, count: 2, sliding: PT1H } }";

    [Fact]
    public void A_new_version_that_means_the_same_goes_on_counting()
    {
        var bank = new Bank().With(Bank.Agreements(Limit));
        bank.Judge(0, "dpv:Use");
        bank.Judge(1, "dpv:Use");
        bank.With(Bank.Agreements(Limit), Bank.Agreements("  - { id: renamed, limit: { when: [dpv:Use], count: 1, sliding: PT60M } }", version: 2));
        var violation = Assert.Single(bank.Judge(2, "dpv:Use"));
        Assert.Equal(("renamed", 3L), (violation.Clause, violation.Measure!.Value));
    }

    [Fact]
    public void A_clause_learned_of_only_now_remembers_from_now()
    {
        var bank = new Bank().With(Bank.Agreements(Limit));
        bank.Judge(0, "dpv:Use");
        bank.Judge(1, "dpv:Use");
        bank.With(Bank.Agreements("  - { id: other, limit: { when: dpv:Use, count: 2, sliding: PT2H } }"));
        Assert.Empty(bank.Judge(2, "dpv:Use"));
    }

    [Fact]
    public void What_a_policy_no_longer_asks_for_sleeps_until_it_asks_again()
    {
        var bank = new Bank().With(Bank.Agreements(Limit));
        bank.Judge(0, "dpv:Use");
        bank.Judge(1, "dpv:Use");
        bank.With(Bank.Agreements("  - { id: other, prohibit: dpv:Share }"));
        bank.Judge(2, "dpv:Access");
        bank.Restart();
        bank.With(Bank.Agreements(Limit));
        Assert.Single(bank.Judge(3, "dpv:Use"));
    }

    [Fact]
    public void What_was_stored_while_events_moved_clocks_by_their_own_times_calls_nothing_late()
    {
        var bank = new Bank().With(Bank.Agreements(Limit));
        var verdicts = new Verdicts();
        bank.Customer.Apply(bank.Policy!, Bank.Event(1_380, "dpv:Use"), new StreamPosition("t", 0, 0), Bank.At(1_380), Bank.At(1_380), verdicts);
        bank.Restart();
        bank.Customer.Apply(bank.Policy!, Bank.Event(30, "dpv:Use"), new StreamPosition("t", 0, 1), Bank.At(30), Bank.At(30), verdicts);
        Assert.Equal(0, verdicts.Late);
    }

    [Fact]
    public void Of_thousands_of_ids_each_that_comes_again_is_known_and_no_other()
    {
        const int Events = 12_000;
        const int RememberedIds = 1_000;
        var bank = new Bank().With(Bank.Agreements("  - { id: never, prohibit: dpv:Use }"));
        for (var i = 0; i < Events; i++)
        {
            // A hundred a minute, so that a tolerance holds a thousand.
            Assert.Single(bank.Judge(i / 100.0, "dpv:Use"));
            Assert.Empty(bank.Judge((i - i % RememberedIds) / 100.0, "dpv:Use"));
            if (i % 1_700 == 0)
            {
                bank.Restart();
            }
        }

        Assert.Single(bank.Judge(0, "dpv:Use"));
    }

    [Fact]
    public void An_obligation_survives_a_restart_and_falls_due_once()
    {
        var bank = new Bank().With(Bank.Agreements("  - { id: erase, oblige: { after: ConsentWithdrawn, do: dpv:Erase, within: PT1H, match: [item] } }"));
        bank.Judge(0, "ConsentWithdrawn", "a");
        bank.Judge(1, "ConsentWithdrawn", "b");
        bank.Judge(2, "dpv:Erase", "b");
        bank.Restart();
        bank.With(Bank.Agreements("  - { id: erase, oblige: { after: ConsentWithdrawn, do: dpv:Erase, within: PT1H, match: [item] } }"));
        Assert.Empty(bank.DecideBefore(60));
        var violation = Assert.Single(bank.DecideBefore(60.01));
        Assert.Equal(("a", Bank.At(60)), (violation.Event.Item, violation.Deadline));
        Assert.Empty(bank.DecideBefore(1000));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public void A_retry_as_old_as_the_tolerance_is_a_duplicate_and_an_older_one_is_not(int others)
    {
        var bank = new Bank().With(Bank.Agreements("  - { id: never, prohibit: dpv:Use }"));
        var first = Bank.Event(0, "dpv:Use");
        Assert.Single(bank.Judge(first));
        for (var i = 1; i <= others; i++)
        {
            bank.Judge(i * 10.0 / others, "dpv:Access");
        }

        Assert.Empty(bank.Judge(first));
        bank.Judge(10.001, "dpv:Access");
        Assert.Single(bank.Judge(first));
    }

    [Fact]
    public void A_damaged_state_is_refused_and_never_read_as_something_else()
    {
        var bank = new Bank().With(Bank.Agreements(Limit));
        bank.Judge(0, "dpv:Use");
        var bytes = bank.Customer.Encode();
        Assert.Throws<InvalidDataException>(() => Covenant.Grains.Enforcement.Judging.CustomerState.Decode(bytes.AsMemory(0, bytes.Length - 3)));
        bytes[0] = 99;
        Assert.Contains("format 99", Assert.Throws<InvalidDataException>(() => Covenant.Grains.Enforcement.Judging.CustomerState.Decode(bytes)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_usual_customer_takes_a_few_hundred_bytes()
    {
        var bank = new Bank().With(Bank.Agreements(
            """
              - { id: talk, prohibit: dpv:Use, unless: { since: { start: ConversationOpened, end: ConversationClosed }, match: [conversation] } }
              - { id: few, limit: { when: dpv:Use, count: 4, sliding: PT24H } }
              - { id: erase, oblige: { after: ConsentWithdrawn, do: dpv:Erase, within: P30D, match: [item] } }
            """));
        for (var i = 0; i < 10; i++)
        {
            bank.Judge(i * 200, i % 3 == 0 ? "ConsentWithdrawn" : "dpv:Use", $"item-{i}");
        }

        Assert.InRange(bank.Customer.Encode().Length, 50, 900);
    }
}
