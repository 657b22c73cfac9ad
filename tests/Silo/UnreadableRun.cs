using System.Text;
using Covenant.Silo.Topics;

namespace Covenant.Tests.Silo;

/// <summary>Nonsense in the events' topic, between events that are to be judged.</summary>
internal static class UnreadableRun
{
    private const string Institution = "nonsense-bank";

    public static async Task CheckAsync(string? address)
    {
        await using var silo = await RunningSilo.StartAsync(address, "unreadable");
        var bank = new Bank(silo, Institution);
        await bank.AgreesAsync(1, "  - id: no-ads\n    prohibit: { purposes: dpv:Advertising }\n");
        using var mismatches = new CounterReading(silo.Services, "covenant.key_mismatches");

        var first = await bank.TouchAsync("c-1", "dpv:Use", "dpv:Advertising");
        (byte[]? Value, string Code)[] nonsense =
        [
            (null, "null-value"), ([], "empty-value"), ("not json"u8.ToArray(), "not-json"), ("{\"specversion\":\"1.0\""u8.ToArray(), "truncated-json"), ([0x22, 0xFF, 0xFE], "invalid-utf-8"),
            (Encoding.UTF8.GetBytes(bank.Event("ahead", "c-1", "dpv:Use", "dpv:Advertising", "2999-01-01T00:00:00Z")), "time-ahead"),
        ];
        foreach (var (value, _) in nonsense)
        {
            await silo.Kafka.PublishAsync(TopicNames.Events, $"{Institution}/c-1", value, 0, ("kept", "yes"));
        }

        var second = await bank.TouchAsync("c-1", "dpv:Use", "dpv:Advertising", key: "somebody/else");
        await silo.Kafka.PublishAsync(
            TopicNames.Events, $"{Institution}/c-2", Encoding.UTF8.GetBytes($$"""{"institution":"{{Institution}}","customer":"c-2","operation":"dpv:Use","purposes":["dpv:Advertising"]}"""), null,
            ("ce_specversion", "1.0"), ("ce_id", "in-headers"), ("ce_time", "2026-03-01T12:00:00Z"), ("ce_source", "/binary"), ("ce_type", "datause.event.v1"));

        Assert.Equal([$"in-headers no-ads", $"{first} no-ads", $"{second} no-ads"], (await bank.ReadsAsync()).Order(StringComparer.Ordinal));
        Assert.Equal(1, mismatches.Value);
        var letters = silo.Kafka.ReadAll(TopicNames.DeadLetters).Where(letter => letter.Message.Key == $"{Institution}/c-1").OrderBy(letter => long.Parse(Bank.Header(letter.Message.Headers, "offset"))).ToList();
        Assert.Equal(nonsense.Select(one => one.Code), letters.Select(letter => Bank.Header(letter.Message.Headers, "code")));
        Assert.All(letters.Zip(nonsense), pair => Assert.Equal(pair.Second.Value ?? [], pair.First.Message.Value ?? []));
        Assert.All(letters, letter => Assert.Equal(
            (TopicNames.Events, "0", "yes"),
            (Bank.Header(letter.Message.Headers, "topic"), Bank.Header(letter.Message.Headers, "partition"), Encoding.UTF8.GetString(letter.Message.Headers.GetLastBytes("kept")))));
        Assert.All(letters, letter => Assert.NotEmpty(Bank.Header(letter.Message.Headers, "reason")));
    }
}
