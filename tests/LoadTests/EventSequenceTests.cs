using System.Globalization;
using System.Text;
using Covenant.Contracts.Events;
using Covenant.LoadTests.Workload;

namespace Covenant.Tests.LoadTests;

/// <summary>The workload is what its settings say.</summary>
public class EventSequenceTests(ITestOutputHelper output)
{
    private const int Records = 60_000;

    private static readonly WorkloadSettings Usual = new() { Seed = 7, Run = "abc123", Customers = 2_000, EventsPerSecond = 100, Skew = 1 };

    [Fact]
    public void A_seed_is_a_stream()
    {
        Assert.Equal(Texts(Usual, 2_000), Texts(Usual, 2_000));
        Assert.NotEqual(Texts(Usual, 2_000), Texts(Usual with { Seed = 8 }, 2_000));
        Assert.Equal(Texts(Usual, 2_000), Texts(Usual with { Run = "xyz789" }, 2_000).Select(text => text.Replace("xyz789", "abc123", StringComparison.Ordinal)));
    }

    [Fact]
    public void Records_are_as_long_as_was_asked_for_and_lie_with_the_customer_that_their_key_names()
    {
        var events = Events(Usual with { Unreadable = 0, EventBytes = 700 }, 5_000);
        Assert.All(events, one => Assert.Equal((700, $"{one.Event.Institution}/{one.Event.Customer}"), (one.Bytes, one.Key)));
        Assert.Equal(20, events.Select(one => one.Event.Institution).Distinct().Count());
    }

    [Fact]
    public void Shares_are_as_was_asked_for()
    {
        var settings = Usual with { Violations = 0.04, Duplicates = 0.02, Late = 0.01, OutOfOrder = 0.05, Unreadable = 0.005 };
        var all = Texts(settings, Records);
        var events = Events(settings, Records);
        var offset = 0L;
        var oracle = new BenchOracle();
        var verdicts = events.SelectMany(one => oracle.Judge(one.Event, one.Event.Time, offset++)).ToList();
        double repeated = events.Count - events.DistinctBy(one => one.Event.Id).Count(), violating = verdicts.Select(verdict => verdict.EventId).Distinct().Count();
        output.WriteLine($"{violating / Records:P} violate, {repeated / Records:P} again, {(double)(all.Count - events.Count) / Records:P} unreadable: {string.Join(", ", verdicts.CountBy(verdict => verdict.Clause))}");
        Assert.InRange(repeated / Records, 0.017, 0.023);
        Assert.InRange((double)(all.Count - events.Count) / Records, 0.0035, 0.006);

        // The late ones are from before their conversation, and violate too.
        Assert.InRange(violating / Records, 0.035, 0.055);
        Assert.InRange((double)verdicts.Where(verdict => verdict.Late).Select(verdict => verdict.EventId).Distinct().Count() / Records, 0.006, 0.012);
        Assert.Equal([BenchAgreement.NoCommercialUse, "not-permitted", BenchAgreement.OnlyInConversation, BenchAgreement.Unattended], verdicts.Select(verdict => verdict.Clause).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Conversations_are_opened_and_closed_and_take_some_twenty_events_in_two_minutes()
    {
        var settings = Usual with { Customers = 100_000, Skew = 0, Violations = 0, Duplicates = 0, Late = 0, OutOfOrder = 0, Unreadable = 0 };
        var talks = Events(settings, Records).GroupBy(one => one.Event.Conversation).Where(talk => talk.Any(one => one.Event.Operation.Name is "ConversationClosed" or "ConversationMoved")).ToList();
        Assert.All(talks, talk => Assert.Equal("ConversationOpened", talk.First().Event.Operation.Name));
        Assert.InRange(talks.Average(talk => talk.Count()), 18, 22);
        Assert.InRange(talks.Average(talk => (talk.Last().Event.Time.Ticks - talk.First().Event.Time.Ticks) / (double)TimeSpan.TicksPerSecond), 100, 140);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.8)]
    [InlineData(1)]
    [InlineData(1.5)]
    public void Customers_come_by_Zipfs_law(double skew)
    {
        var settings = Usual with { Customers = 500, Skew = skew, EventsPerSecond = 1_000, Unreadable = 0 };
        var ranks = Events(settings, 300_000).Select(one => int.Parse(one.Event.Customer[^7..], CultureInfo.InvariantCulture)).ToList();
        var all = Enumerable.Range(1, settings.Customers).Sum(rank => Math.Pow(rank, -skew));
        double Expected(int first) => Enumerable.Range(1, first).Sum(rank => Math.Pow(rank, -skew)) / all;
        double Measured(int first) => ranks.Count(rank => rank < first) / (double)ranks.Count;
        output.WriteLine($"the first 5 have {Measured(5):P}, by the law {Expected(5):P}; the first 100 {Measured(100):P} and {Expected(100):P}");
        Assert.InRange(Measured(100), Expected(100) - 0.02, Expected(100) + 0.02);
        Assert.InRange(Measured(5), Expected(5) - 0.02, Expected(5) + 0.02);
    }

    private static List<string> Texts(WorkloadSettings settings, int count)
    {
        var texts = new List<string>();
        ForEach(settings, count, records => texts.Add($"{Encoding.UTF8.GetString(records.Key)} {Encoding.UTF8.GetString(records.Value)}"));
        return texts;
    }

    private static List<(string Key, DataUseEvent Event, int Bytes)> Events(WorkloadSettings settings, int count)
    {
        var events = new List<(string, DataUseEvent, int)>();
        var decoder = new EventDecoder();
        ForEach(settings, count, records =>
        {
            if (decoder.TryDecode(records.Value, out var e, out _) && e.Institution.StartsWith(settings.Prefix, StringComparison.Ordinal))
            {
                events.Add((Encoding.UTF8.GetString(records.Key), e, records.Value.Length));
            }
        });
        return events;
    }

    private static void ForEach(WorkloadSettings settings, int count, Action<EventSequence> take)
    {
        var records = new EventSequence(settings);
        for (var i = 0; i < count; i++)
        {
            records.Next(1_790_000_000_000_000 + (long)(i * 1e6 / settings.EventsPerSecond));
            take(records);
        }
    }
}
