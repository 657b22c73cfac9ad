using System.Text;
using Confluent.Kafka;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;
using Covenant.Contracts.Vocabulary;
using Covenant.Silo.Kafka;
using Covenant.Silo.Publishing;
using Covenant.Silo.Topics;
using Covenant.Tests.Silo;
using Covenant.Tests.Violations;
using CsCheck;

namespace Covenant.Tests.Publishing;

/// <summary>A record that leaves is at most 1,000,000 bytes, however large what it tells of; what is cut is said in it.</summary>
public sealed class RecordBoundTests
{
    // Each as large as the bounds of events let it be; the last ones become six bytes of JSON for each byte.
    private static readonly string[] Characters = ["a", "é", "客", "😀", "\"", "\u0001", "\u2028", "\U000E0041"];

    private static readonly Gen<string> Character = Gen.Int[0, Characters.Length - 1].Select(at => Characters[at]);

    private static readonly Gen<Violation> Hostile = Gen.Select(
        Gen.Select(Character, Gen.Int[1, EventLimits.TextBytesMax]).Array[6, 6],
        Gen.Select(Character, Gen.Int[1, EventLimits.TextBytesMax], Gen.Int[0, EventLimits.ListMax]),
        Gen.Select(Character, Gen.Int[1, EventLimits.IdBytesMax], Gen.Int[0, Violation.WitnessesMax]),
        Gen.Select(Character, Gen.Int[1, 1 << 20], Gen.Enum<ClauseMode>(), Gen.Bool))
        .Select((texts, purposes, witnesses, clause) => ViolationSample.Unattended with
        {
            Customer = Text(witnesses.Item1, EventLimits.CustomerBytesMax),
            Text = clause.Item4 ? Text(clause.Item1, clause.Item2) : null,
            Remedy = clause.Item4 ? Text(clause.Item1, clause.Item2 / 2) : null,
            Mode = clause.Item3,
            Event = new DataUseEvent
            {
                Id = Text(witnesses.Item1, EventLimits.IdBytesMax),
                Source = Text(texts[0].Item1, texts[0].Item2),
                Time = EventTime.Epoch,
                Institution = "paypal",
                Customer = "",
                Operation = Term.Of(Text(texts[1].Item1, texts[1].Item2)),
                Purposes = [.. Enumerable.Repeat(Term.Of(Text(purposes.Item1, purposes.Item2)), purposes.Item3)],
                Actor = Text(texts[2].Item1, texts[2].Item2),
                Recipient = Text(texts[3].Item1, texts[3].Item2),
                Conversation = Text(texts[4].Item1, texts[4].Item2),
                Item = Text(texts[5].Item1, texts[5].Item2),
                TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            },
            Witnesses = [.. Enumerable.Range(0, witnesses.Item3).Select(number => new Witness(Text(witnesses.Item1, witnesses.Item2), new EventTime(number)))],
        });

    [Fact]
    public void No_violation_of_bounded_events_makes_a_record_that_is_too_large() =>
        Hostile.Sample(
            violation =>
            {
                var record = ToRecord(violation);
                Assert.InRange(record.Bytes, 1, RecordSize.PlainBytesMax);
                Assert.Equal(record.Value, ToRecord(violation with { Event = WithTrace(violation.Event, new string('0', EventLimits.TextBytesMax)) }).Value);
                Assert.True(ViolationReader.TryRead(record.Value, out var told, out var mistake), mistake);
                AssertSays(violation, told);
            },
            iter: 300);

    [Fact]
    public void Witnesses_go_first_and_of_them_the_oldest_and_no_more_than_must()
    {
        var purposes = Enumerable.Repeat(Term.Of(Text("\u0001", 2_450)), EventLimits.ListMax).ToArray();
        var told = Told(Large(purposes, Violation.WitnessesMax));

        Assert.InRange(told.Witnesses.Length, 1, Violation.WitnessesMax - 1);
        Assert.Equal(Violation.WitnessesMax - told.Witnesses.Length, told.Cut!.Witnesses);
        Assert.Equal(told.Cut.Witnesses, told.Witnesses[0].Time.Ticks);
        Assert.Empty(told.Cut.Fields);
        Assert.Equal(purposes, told.Event.Purposes);
    }

    [Fact]
    public void Then_the_longest_texts_are_shortened_and_named()
    {
        var told = Told(Large([.. Enumerable.Repeat(Term.Of(Text("\u0001", EventLimits.TextBytesMax)), EventLimits.ListMax)], 2));

        Assert.Equal((2, "event.purposes"), (told.Cut!.Witnesses, Assert.Single(told.Cut.Fields)));
        Assert.Empty(told.Witnesses);
        Assert.All(told.Event.Purposes, purpose => Assert.EndsWith("\u0001...", purpose.Name, StringComparison.Ordinal));
        Assert.Equal("ads", told.Event.Actor);
    }

    [Fact]
    public void What_fits_says_nothing_of_a_cut() => Assert.Null(Told(ViolationSample.Unattended).Cut);

    [Theory]
    [InlineData(1_100_000, 10, 10, "value of 1100000 bytes")]
    [InlineData(900_000, 300_000, 10, "value of 900000 bytes")]
    [InlineData(10, 1_100_000, 10, "key of 1100000 bytes")]
    [InlineData(600_000, 700_000, 650_000, "key of 700000 bytes, headers of 650015 bytes")]
    [InlineData(2_000_000, 2_000_000, 2_000_000, "headers of 2000015 bytes, value of 2000000 bytes, key of 2000000 bytes")]
    public void A_dead_letter_leaves_out_its_largest_part_and_says_so(int value, int key, int header, string leftOut)
    {
        var record = DeadLetters.ToRecord(
            new(new TopicPartitionOffset(TopicNames.Events, 1, 7), new byte[key], new byte[value], [new Header("large", new byte[header])], "too-large", Text("\u0001", 100_000)), default);

        Assert.InRange(record.Bytes, 1, RecordSize.PlainBytesMax);
        Assert.Equal(leftOut, Bank.Header(record.Headers!, "left-out"));
        Assert.Equal("7", Bank.Header(record.Headers!, "offset"));
    }

    [Fact]
    public void A_dead_letter_that_fits_is_whole()
    {
        var record = DeadLetters.ToRecord(new(new TopicPartitionOffset(TopicNames.Events, 1, 7), [1], new byte[900_000], [], "not-json", "reason"), default);

        Assert.Equal(900_000, record.Value!.Length);
        Assert.DoesNotContain(record.Headers!, header => header.Key.EndsWith("left-out", StringComparison.Ordinal));
    }

    private static void AssertSays(Violation violation, Violation told)
    {
        Assert.Equal(violation.Witnesses.Length, told.Witnesses.Length + (told.Cut?.Witnesses ?? 0));
        Assert.Equal(violation.Witnesses[^told.Witnesses.Length..], told.Witnesses);
        Assert.Equal(violation.Text != told.Text, told.Cut?.Fields.Contains("text") ?? false);
        Assert.Equal(violation.Event.Actor != told.Event.Actor, told.Cut?.Fields.Contains("event.actor") ?? false);
        Assert.Equal((violation.Id, violation.Customer, violation.Event.Id), (told.Id, told.Customer, told.Event.Id));
    }

    private static DataUseEvent WithTrace(DataUseEvent told, string? trace) => new()
    {
        Id = told.Id,
        Source = told.Source,
        Time = told.Time,
        Institution = told.Institution,
        Customer = told.Customer,
        Operation = told.Operation,
        Purposes = told.Purposes,
        Actor = told.Actor,
        Recipient = told.Recipient,
        Conversation = told.Conversation,
        Item = told.Item,
        TraceParent = trace,
    };

    private static Violation Large(Term[] purposes, int witnesses) => ViolationSample.Unattended with
    {
        Event = new DataUseEvent { Id = "e-9", Time = EventTime.Epoch, Institution = "paypal", Customer = "c-17", Operation = Term.Of("dpv:Use"), Purposes = purposes, Actor = "ads" },
        Witnesses = [.. Enumerable.Range(0, witnesses).Select(number => new Witness(Text("\u0001", EventLimits.IdBytesMax), new EventTime(number)))],
    };

    private static Violation Told(Violation violation)
    {
        Assert.True(ViolationReader.TryRead(ToRecord(violation).Value, out var told, out var mistake), mistake);
        return told;
    }

    private static OutgoingRecord ToRecord(Violation violation)
    {
        using var records = new ViolationRecords();
        return records.ToRecord(violation);
    }

    private static string Text(string character, int bytes) => string.Concat(Enumerable.Repeat(character, Math.Max(1, bytes / Encoding.UTF8.GetByteCount(character))));
}
