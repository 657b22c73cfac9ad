using Covenant.Grains.Enforcement.Remembering;
using Xunit;

namespace Covenant.Tests.Enforcement;

public sealed class BoundsTests
{
    [Fact]
    public void Past_the_keys_bound_the_longest_unseen_key_is_forgotten()
    {
        var bank = new Bank(new MemoryBounds { KeysMax = 16 }).With(Bank.Agreements(
            "  - { id: once, prohibit: dpv:Use, while: { once: dpv:Share, match: [item] } }"));
        for (var i = 0; i < 17; i++)
        {
            bank.Judge(i, "dpv:Share", $"item-{i}");
        }

        Assert.Empty(bank.Judge(20, "dpv:Use", "item-0"));
        Assert.Single(bank.Judge(21, "dpv:Use", "item-16"));
    }

    [Fact]
    public void Past_the_entries_bound_a_measure_is_too_low_and_never_too_high()
    {
        var bank = new Bank(new MemoryBounds { EntriesMax = 64 }).With(Bank.Agreements(
            "  - { id: few, limit: { when: dpv:Use, count: 60, sliding: P1D } }"));
        var values = Enumerable.Range(0, 100).SelectMany(i => bank.Judge(i * 0.1, "dpv:Use")).Select(violation => violation.Measure!.Value).ToList();
        Assert.Equal(Enumerable.Range(61, 4).Select(value => (long)value).Concat(Enumerable.Repeat(65L, 36)), values);
    }

    [Fact]
    public void Past_the_ids_bound_the_oldest_is_no_longer_known_for_a_duplicate()
    {
        var bank = new Bank(new MemoryBounds { RecentIdsMax = 64 }).With(Bank.Agreements("  - { id: never, prohibit: dpv:Use }"));
        for (var i = 0; i < 65; i++)
        {
            bank.Judge(i * 0.01, "dpv:Use");
        }

        Assert.Empty(bank.Judge(0.64, "dpv:Use"));
        Assert.Single(bank.Judge(0, "dpv:Use"));
    }

    [Fact]
    public void An_obligation_whose_key_was_forgotten_is_never_told()
    {
        var bank = new Bank(new MemoryBounds { KeysMax = 16 }).With(Bank.Agreements(
            "  - { id: erase, oblige: { after: dpv:Collect, do: dpv:Erase, within: PT1H, match: [item] } }"));
        for (var i = 0; i < 17; i++)
        {
            bank.Judge(i, "dpv:Collect", $"item-{i}");
        }

        Assert.Equal(14, bank.DecideBefore(1000).Count);
    }

    [Fact]
    public void Keys_that_can_change_no_verdict_are_swept_away()
    {
        var bank = new Bank().With(Bank.Agreements("  - { id: few, limit: { when: dpv:Use, count: 60, sliding: PT1M, per: item } }"));
        for (var i = 0; i < 10_000; i++)
        {
            bank.Judge(i, "dpv:Use", $"item-{i}");
        }

        Assert.InRange(bank.Customer.Encode().Length, 100, 20_000);
    }
}
