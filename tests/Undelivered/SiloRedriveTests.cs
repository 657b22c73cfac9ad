using System.Text;
using Covenant.Silo.Health;
using Covenant.Silo.Topics;
using Covenant.Silo.Undelivered;
using Covenant.Tests.Silo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Covenant.Tests.Undelivered;

/// <summary>What banks' topics did not take is delivered by a silo, once they do.</summary>
public sealed class SiloRedriveTests(UndeliveredKafka kafka) : IClassFixture<UndeliveredKafka>
{
    [Fact]
    public async Task A_topic_that_is_missing_holds_up_no_other_bank_and_gets_what_is_its_own_once_it_is_there()
    {
        var (missing, well) = (UndeliveredKafka.NewBank("missing"), UndeliveredKafka.NewBank("well"));
        await kafka.CreateAsync(TopicNames.ViolationsOf(well));
        kafka.Divert([.. Ids(5).Select(id => UndeliveredKafka.RecordOf(missing, id)), .. Ids(3).Select(id => UndeliveredKafka.RecordOf(well, id))]);
        await using var silo = await RunningSilo.StartAsync(kafka.Address, UndeliveredKafka.NewBank("group"), "--Covenant:Topics:Create=false");
        using var redriven = new CounterReading(silo.Services, "covenant.redriven", ("institution", missing));
        var book = silo.Services.GetRequiredService<UndeliveredBook>();

        await Eventually.HoldsAsync("the other bank has its own", () => kafka.DeliveredTo(well).Count == 3);
        await Eventually.HoldsAsync("the silo has heard of it", () => !book.IsDiverted(TopicNames.ViolationsOf(well)) && book.IsDiverted(TopicNames.ViolationsOf(missing)));
        var (status, reason) = await DeliveryAsync(silo);
        Assert.Equal(HealthStatus.Degraded, status);
        Assert.Contains($"`{missing}`, 5 records for `{TopicNames.ViolationsOf(missing)}` since ", reason, StringComparison.Ordinal);
        Assert.Contains("the topic is not there", reason, StringComparison.Ordinal);
        Assert.DoesNotContain(well, reason, StringComparison.Ordinal);

        await kafka.CreateAsync(TopicNames.ViolationsOf(missing));
        await Eventually.HoldsAsync("it is well", () => book.Read().TrueForAll(one => one.Topic != TopicNames.ViolationsOf(missing)));
        Assert.Equal(Ids(5).Select(id => (id, true)), kafka.DeliveredTo(missing));
        Assert.False(book.IsDiverted(TopicNames.ViolationsOf(missing)));
        Assert.Equal(5, redriven.Value);
    }

    [Fact]
    public async Task A_record_comes_out_as_it_would_have_gone_to_its_bank_and_says_that_it_was_redriven()
    {
        var bank = UndeliveredKafka.NewBank("whole");
        await kafka.CreateAsync(TopicNames.ViolationsOf(bank));
        kafka.Divert([UndeliveredKafka.RecordOf(bank, "1")]);
        await using var silo = await RunningSilo.StartAsync(kafka.Address, UndeliveredKafka.NewBank("group"));

        await Eventually.HoldsAsync("it is delivered", () => kafka.DeliveredTo(bank).Count == 1);
        var record = Assert.Single(kafka.Topics.ReadAll(TopicNames.ViolationsOf(bank)));
        Assert.Equal("customer-1", record.Message.Key);
        Assert.Equal(["content-type", UndeliveredForm.Redriven], record.Message.Headers.Select(header => header.Key));
        Assert.Equal("application/cloudevents+json", Encoding.UTF8.GetString(record.Message.Headers.GetLastBytes("content-type")));
    }

    [Fact]
    public async Task A_topic_that_was_deleted_while_the_silo_ran_is_made_again_where_it_may()
    {
        var bank = UndeliveredKafka.NewBank("deleted");
        await using var silo = await RunningSilo.StartAsync(kafka.Address, UndeliveredKafka.NewBank("group"));
        var topics = silo.Services.GetRequiredService<TopicProvisioner>();
        Assert.Null(await topics.EnsureNowAsync(bank));
        Assert.Null(await topics.EnsureNowAsync(bank));
        await kafka.Admin.DeleteTopicsAsync([TopicNames.ViolationsOf(bank)]);

        kafka.Divert(Ids(2).Select(id => UndeliveredKafka.RecordOf(bank, id)));
        await Eventually.HoldsAsync("it is made again and has its own", () => IsThere(bank) && kafka.DeliveredTo(bank).Count == 2);
    }

    [Fact]
    public async Task A_record_that_is_too_large_on_its_own_stays_until_it_fits_and_others_pass_it()
    {
        var bank = UndeliveredKafka.NewBank("narrow");
        await kafka.CreateAsync(TopicNames.ViolationsOf(bank), new() { ["max.message.bytes"] = "2000" });

        // Several of the small ones together are more than a batch of this topic may be.
        kafka.Divert([.. Ids(40).Select(id => UndeliveredKafka.RecordOf(bank, id, id == "7" ? 5_000 : 700))]);
        await using var silo = await RunningSilo.StartAsync(kafka.Address, UndeliveredKafka.NewBank("group"));
        var book = silo.Services.GetRequiredService<UndeliveredBook>();

        await Eventually.HoldsAsync("one is left", () => book.Read().Find(one => one.Topic == TopicNames.ViolationsOf(bank)) is { Count: 1, TooLarge: 1 });
        Assert.Equal(Ids(40).Where(id => id != "7").Select(id => (id, true)), kafka.DeliveredTo(bank));
        Assert.False(book.IsDiverted(TopicNames.ViolationsOf(bank)));
        Assert.Contains("raise `max.message.bytes` of the topic", (await DeliveryAsync(silo)).Reason, StringComparison.Ordinal);

        await kafka.SetMessageBytesMaxAsync(TopicNames.ViolationsOf(bank), 8_000);
        await Eventually.HoldsAsync("nothing is left", () => book.Read().TrueForAll(one => one.Topic != TopicNames.ViolationsOf(bank)));
        Assert.Equal(("7", true), kafka.DeliveredTo(bank)[^1]);
        Assert.Equal(40, kafka.DeliveredTo(bank).Count);
    }

    [Fact]
    public async Task What_this_silo_diverts_is_diverted_until_a_record_of_it_is_delivered()
    {
        var bank = UndeliveredKafka.NewBank("own");
        await kafka.CreateAsync(TopicNames.ViolationsOf(bank));
        await using var silo = await RunningSilo.StartAsync(kafka.Address, UndeliveredKafka.NewBank("group"));
        var book = silo.Services.GetRequiredService<UndeliveredBook>();
        await silo.Services.GetRequiredService<UndeliveredFeed>().Loaded;

        book.Divert(TopicNames.ViolationsOf(bank), "refused");
        Assert.True(book.IsDiverted(TopicNames.ViolationsOf(bank)));
        kafka.Divert([UndeliveredKafka.RecordOf(bank, "1")], book, "refused");
        await Eventually.HoldsAsync("it is diverted no more", () => !book.IsDiverted(TopicNames.ViolationsOf(bank)));
        Assert.Equal([("1", true)], kafka.DeliveredTo(bank));
    }

    private static IEnumerable<string> Ids(int count) => Enumerable.Range(1, count).Select(number => $"{number}");

    private bool IsThere(string bank) => kafka.Admin.GetMetadata(TimeSpan.FromSeconds(30)).Topics.Exists(topic => topic.Topic == TopicNames.ViolationsOf(bank));

    private static async Task<(HealthStatus Status, string Reason)> DeliveryAsync(RunningSilo silo)
    {
        var report = await silo.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Name == "delivery", TestContext.Current.CancellationToken);
        var check = report.Entries["delivery"];
        return (check.Status, check.Description!);
    }
}
