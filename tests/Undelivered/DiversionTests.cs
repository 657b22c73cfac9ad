using Covenant.Silo.Topics;
using Covenant.Silo.Undelivered;
using Covenant.Tests.Silo;
using Microsoft.Extensions.DependencyInjection;

namespace Covenant.Tests.Undelivered;

/// <summary>A bank whose topic does not take its records holds up nobody: they go aside in the transaction that told them.</summary>
public sealed class DiversionTests(UndeliveredKafka kafka) : IClassFixture<UndeliveredKafka>
{
    private readonly RecordTeller _teller = new();

    [Fact]
    public async Task A_topic_that_is_missing_and_may_not_be_made_holds_up_no_other_bank_of_the_same_transaction()
    {
        var (missing, well) = (UndeliveredKafka.NewBank("missing"), UndeliveredKafka.NewBank("well"));
        await kafka.CreateAsync(TopicNames.ViolationsOf(well));
        await using var silo = await StartAsync("--Covenant:Topics:Create=false");

        await _teller.TellAsync(silo, missing, well);
        Assert.Equal([("1", false)], kafka.DeliveredTo(well));
        await Eventually.HoldsAsync("it is put aside", () => Book(silo).Read().Find(one => one.Topic == TopicNames.ViolationsOf(missing)) is { Count: 1 });

        await kafka.CreateAsync(TopicNames.ViolationsOf(missing));
        await Eventually.HoldsAsync("it is delivered", () => kafka.DeliveredTo(missing) is [("1", true)]);
        await Eventually.HoldsAsync("it is diverted no more", () => !Book(silo).IsDiverted(TopicNames.ViolationsOf(missing)));
        await _teller.TellAsync(silo, missing);
        Assert.Equal([("1", true), ("1", false)], kafka.DeliveredTo(missing));
    }

    [Fact]
    public async Task A_topic_that_is_missing_is_made_where_it_may_be_also_when_it_was_deleted()
    {
        var bank = UndeliveredKafka.NewBank("new");
        await using var silo = await StartAsync();

        await _teller.TellAsync(silo, bank);
        Assert.Equal([("1", false)], kafka.DeliveredTo(bank));

        await kafka.Admin.DeleteTopicsAsync([TopicNames.ViolationsOf(bank)]);
        await _teller.TellAsync(silo, bank);
        await Eventually.HoldsAsync("it is there, and came by itself", () => kafka.DeliveredTo(bank) is [("1", false)]);
    }

    [Fact]
    public async Task Records_too_large_for_their_topic_go_aside_alone_and_the_small_ones_do_not()
    {
        var bank = UndeliveredKafka.NewBank("narrow");
        await kafka.CreateAsync(TopicNames.ViolationsOf(bank), new() { ["max.message.bytes"] = "2000" });
        await using var silo = await StartAsync();

        await _teller.TellAsync(silo, [.. Enumerable.Range(1, 40).Select(number => UndeliveredKafka.RecordOf(bank, $"{number}", number == 7 ? 5_000 : 700))]);
        Assert.Equal(39, kafka.DeliveredTo(bank).Count);
        await Eventually.HoldsAsync("one is put aside", () => Book(silo).Read().Find(one => one.Topic == TopicNames.ViolationsOf(bank)) is { Count: 1, TooLarge: 1 });
        Assert.False(Book(silo).IsDiverted(TopicNames.ViolationsOf(bank)));
    }

    [Fact]
    public async Task A_limit_that_is_lowered_after_it_was_looked_at_costs_one_transaction_and_the_large_record_alone_goes_aside()
    {
        var (bank, well) = (UndeliveredKafka.NewBank("lowered"), UndeliveredKafka.NewBank("well"));
        await kafka.CreateAsync(TopicNames.ViolationsOf(bank));
        await kafka.CreateAsync(TopicNames.ViolationsOf(well));
        await using var silo = await StartAsync();
        await _teller.TellAsync(silo, bank, well);
        using var failures = new CounterReading(silo.Services, "covenant.transaction.failures");

        await kafka.SetMessageBytesMaxAsync(TopicNames.ViolationsOf(bank), 2_000);
        await _teller.TellAsync(silo, [.. Enumerable.Range(2, 40).Select(number => UndeliveredKafka.RecordOf(bank, $"{number}", number == 7 ? 5_000 : 700)), UndeliveredKafka.RecordOf(well, "2")]);

        Assert.Equal(Enumerable.Range(1, 41).Where(number => number != 7).Select(number => ($"{number}", false)), kafka.DeliveredTo(bank));
        Assert.Equal([("1", false), ("2", false)], kafka.DeliveredTo(well));
        Assert.Equal(1, failures.Value);
        await Eventually.HoldsAsync("one is put aside", () => Book(silo).Read().Find(one => one.Topic == TopicNames.ViolationsOf(bank)) is { Count: 1, TooLarge: 1 });
        Assert.False(Book(silo).IsDiverted(TopicNames.ViolationsOf(bank)));

        await kafka.SetMessageBytesMaxAsync(TopicNames.ViolationsOf(bank), 8_000);
        await Eventually.HoldsAsync("it is delivered", () => kafka.DeliveredTo(bank)[^1] == ("7", true));
    }

    private static UndeliveredBook Book(RunningSilo silo) => silo.Services.GetRequiredService<UndeliveredBook>();

    private async Task<RunningSilo> StartAsync(params string[] settings)
    {
        var silo = await RunningSilo.StartAsync(kafka.Address, UndeliveredKafka.NewBank("group"), settings);
        await silo.Services.GetRequiredService<UndeliveredFeed>().Loaded;
        return silo;
    }
}
