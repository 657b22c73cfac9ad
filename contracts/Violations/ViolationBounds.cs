using System.Buffers;
using System.Collections.Immutable;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Contracts.Violations;

/// <summary>
/// Cuts a violation until it is no larger than its record may be: witnesses first, the oldest first, then the longest texts. For one thread
/// at a time.
/// </summary>
/// <remarks>
/// A function of the violation alone, so the same violation is always the same bytes. Ids, names, times and numbers are never cut; their
/// own bounds keep them small.
/// </remarks>
public sealed class ViolationBounds : IDisposable
{
    /// <summary>
    /// Of a violation as <see cref="ViolationWriter"/> writes it. A record may be 1,000,000 bytes; the rest is for its key and headers,
    /// whatever they are.
    /// </summary>
    public const int BytesMax = 980_000;

    // A text is cut to the first of these bounds (bytes of JSON) that makes the whole fit.
    private const int TextBytesMost = 524_288;

    private const int TextBytesLeast = 64;

    // What is no text: names, numbers, times and what is between them.
    private const int FrameBytesMost = 16_384;

    private readonly ViolationWriter _writer = new();
    private readonly ArrayBufferWriter<byte> _measured = new();

    /// <returns>The same violation where it fits.</returns>
    public Violation Cut(Violation violation)
    {
        ArgumentNullException.ThrowIfNull(violation);
        if (BytesAtMost(violation) <= BytesMax || BytesOf(violation) <= BytesMax)
        {
            return violation;
        }

        var count = violation.Witnesses.Length;
        if (BytesOf(WithoutWitnesses(violation, count)) <= BytesMax)
        {
            return WithoutWitnesses(violation, Least(1, count, left => BytesOf(WithoutWitnesses(violation, left)) <= BytesMax));
        }

        var steps = int.Log2(TextBytesMost / TextBytesLeast);
        var step = Least(0, steps, halvings => BytesOf(WithTexts(violation, TextBytesMost >> halvings)) <= BytesMax);
        return WithTexts(violation, TextBytesMost >> step);
    }

    public void Dispose() => _writer.Dispose();

    // Cheap, and enough for nearly all.
    private static long BytesAtMost(Violation violation)
    {
        var told = violation.Event;
        long units = (2 * violation.Customer.Length) + (violation.Text?.Length ?? 0) + (violation.Remedy?.Length ?? 0) + violation.Reason.Length + violation.Clause.Length + violation.Position.Topic.Length
            + told.Id.Length + told.Source.Length + told.Operation.Name.Length + (told.Actor?.Length ?? 0) + (told.Recipient?.Length ?? 0) + (told.Conversation?.Length ?? 0) + (told.Item?.Length ?? 0);
        foreach (var purpose in told.Purposes)
        {
            units += purpose.Name.Length;
        }

        foreach (var witness in violation.Witnesses)
        {
            units += witness.Id.Length;
        }

        return FrameBytesMost + (units * TextBeginning.EscapeBytes);
    }

    private int BytesOf(Violation violation)
    {
        _measured.ResetWrittenCount();
        _writer.Write(violation, _measured);
        return _measured.WrittenCount;
    }

    // The bytes never grow with the number, so the first that holds is found by halving.
    private static int Least(int from, int to, Func<int, bool> holds)
    {
        while (from < to)
        {
            var middle = (from + to) / 2;
            (from, to) = holds(middle) ? (from, middle) : (middle + 1, to);
        }

        return to;
    }

    private static Violation WithoutWitnesses(Violation violation, int count) =>
        count == 0 ? violation : violation with { Witnesses = violation.Witnesses[count..], Cut = new ViolationCut(count, []) };

    private static Violation WithTexts(Violation violation, int bytesMax)
    {
        var fields = ImmutableArray.CreateBuilder<string>();
        string? Text(string field, string? text)
        {
            var cut = TextBeginning.Of(text, bytesMax);
            if (!ReferenceEquals(cut, text) && !fields.Contains(field))
            {
                fields.Add(field);
            }

            return cut;
        }

        Term Word(string field, Term term) => Text(field, term.Name) is var name && ReferenceEquals(name, term.Name) ? term : Term.Of(name!);

        var told = violation.Event;
        return violation with
        {
            Text = Text("text", violation.Text),
            Remedy = Text("remedy", violation.Remedy),
            Reason = Text("reason", violation.Reason)!,
            Event = new()
            {
                Id = told.Id,
                Source = Text("event.source", told.Source)!,
                Time = told.Time,
                Institution = told.Institution,
                Customer = told.Customer,
                Operation = Word("event.operation", told.Operation),
                Purposes = [.. told.Purposes.Select(purpose => Word("event.purposes", purpose))],
                Actor = Text("event.actor", told.Actor),
                Recipient = Text("event.recipient", told.Recipient),
                Conversation = Text("event.conversation", told.Conversation),
                Item = Text("event.item", told.Item),
            },
            Witnesses = [],
            Cut = new ViolationCut(violation.Witnesses.Length, fields.ToImmutable()),
        };
    }
}

/// <summary>What a violation leaves out because its record would be too large.</summary>
/// <param name="Witnesses">How many witnesses are left out, the oldest ones.</param>
/// <param name="Fields">Which texts are shortened, by their path below <c>data</c> such as <c>event.purposes</c>; each shortened text ends
/// with three dots.</param>
[GenerateSerializer, Immutable, Alias("covenant.ViolationCut")]
public sealed record ViolationCut([property: Id(0)] int Witnesses, [property: Id(1)] ImmutableArray<string> Fields);
