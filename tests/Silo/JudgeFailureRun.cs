using System.Text;
using Covenant.Contracts.Agreements;
using Covenant.Grains.Enforcement.Judging;
using Covenant.Grains.Enforcement.Remembering;
using Covenant.Silo.Ingestion;
using Covenant.Silo.Topics;

namespace Covenant.Tests.Silo;

/// <summary>An event in the middle of others on which the judge itself fails, planted as a bound that nobody can set: less than nothing.</summary>
internal static class JudgeFailureRun
{
    private const string Institution = "fault-bank";

    private const int Many = 2_000;

    private const int FaultyEvery = 20;

    private const string Clauses = """
          - id: no-ads
            prohibit: { purposes: dpv:Advertising }
          - id: faulty
            limit: { when: { actor: faulty }, count: 1, sliding: PT1H }

        """;

    public static async Task CheckAsync(string? address)
    {
        await using var silo = await RunningSilo.StartAsync(address, "fault");
        var bank = new Bank(silo, Institution);
        await bank.AgreesAsync(1, Clauses);
        var agreements = AgreementReader.Read(bank.Agreement(1, Clauses), "agreement").Documents.Select(document => document.Agreement);
        silo.Books.Swap(AgreementBook.Compile(agreements, new MemoryBounds { EntriesMax = -5 }));

        var faulty = Encoding.UTF8.GetBytes(Text(bank, "faulty", "c-1", isFaulty: true));
        silo.Kafka.PublishAll(TopicNames.Events, new[] { "c-1", "c-2", "faulty", "c-1", "c-2", "c-1" }.Select((customer, number) => customer == "faulty"
            ? ((string?)$"{Institution}/c-1", Encoding.UTF8.GetString(faulty), 0)
            : ($"{Institution}/{customer}", bank.Event($"e-{number}", customer, "dpv:Use", "dpv:Advertising"), 0)));

        Assert.Equal(["e-0 no-ads", "e-1 no-ads", "e-3 no-ads", "e-4 no-ads", "e-5 no-ads"], (await bank.ReadsAsync()).Order(StringComparer.Ordinal));
        var letter = Assert.Single(silo.Kafka.ReadAll(TopicNames.DeadLetters), letter => letter.Message.Key == $"{Institution}/c-1");
        Assert.Equal(RecordReader.JudgeFailed, Bank.Header(letter.Message.Headers, "code"));
        Assert.Equal(faulty, letter.Message.Value);

        // Many of them: each is a letter, and who stands between them is judged.
        await ManyAsync(silo, bank);
    }

    private static async Task ManyAsync(RunningSilo silo, Bank bank)
    {
        var events = Enumerable.Range(0, Many).Select(number => (Id: $"m-{number}", Customer: $"m-{number % 50}", IsFaulty: number % FaultyEvery == 0)).ToList();
        silo.Kafka.PublishAll(TopicNames.Events, events.Select(one => ((string?)$"{Institution}/{one.Customer}", Text(bank, one.Id, one.Customer, one.IsFaulty), 0)));

        var read = (await bank.ReadsAsync()).FindAll(one => one.StartsWith("m-", StringComparison.Ordinal));
        Assert.Equal(events.Where(one => !one.IsFaulty).Select(one => $"{one.Id} no-ads").Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
        var letters = silo.Kafka.ReadAll(TopicNames.DeadLetters).Where(letter => letter.Message.Key?.StartsWith($"{Institution}/m-", StringComparison.Ordinal) == true).ToList();
        Assert.Equal(Many / FaultyEvery, letters.Count);
        Assert.Equal(letters.Count, letters.Select(letter => Bank.Header(letter.Message.Headers, "offset")).Distinct().Count());
    }

    private static string Text(Bank bank, string id, string customer, bool isFaulty)
    {
        var text = bank.Event(id, customer, "dpv:Use", "dpv:Advertising");
        return isFaulty ? text.Replace("\"purposes\"", "\"actor\":\"faulty\",\"purposes\"", StringComparison.Ordinal) : text;
    }
}
