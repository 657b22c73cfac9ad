using System.Buffers;
using System.Collections.Immutable;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Contracts.Violations;

/// <summary>Cuts a violation until it is no larger than its record may be: witnesses first, the oldest first, then the longest texts. For one thread at a time.</summary>
/// <remarks>A function of the violation and the bound alone, so the same violation is always the same bytes. Ids, names, times and numbers are never cut; their own bounds keep them small.</remarks>
public sealed class ViolationBounds : IDisposable
{
    /// <summary>The smallest bound that every violation of bounded events fits in, in bytes.</summary>
    public const int BytesMin = 65_536;

    // A text is cut to the first of these bounds (bytes of JSON) that makes the whole fit.
    private const int TextBytesMost = 524_288;

    private const int TextBytesLeast = 64;

    private readonly ViolationWriter _writer = new();
    private readonly ArrayBufferWriter<byte> _measured = new(BytesMin);

    /// <param name="bytesMax">Of the violation as <see cref="ViolationWriter"/> writes it; at least <see cref="BytesMin"/>.</param>
    public Violation Cut(Violation violation, int bytesMax)
    {
        ArgumentNullException.ThrowIfNull(violation);
        ArgumentOutOfRangeException.ThrowIfLessThan(bytesMax, BytesMin);
        if (BytesOf(violation) <= bytesMax)
        {
            return violation;
        }

        var count = violation.Witnesses.Length;
        if (BytesOf(WithoutWitnesses(violation, count)) <= bytesMax)
        {
            return WithoutWitnesses(violation, Least(1, count, left => BytesOf(WithoutWitnesses(violation, left)) <= bytesMax));
        }

        var steps = int.Log2(TextBytesMost / TextBytesLeast);
        var step = Least(0, steps, halvings => BytesOf(WithTexts(violation, TextBytesMost >> halvings)) <= bytesMax);
        return WithTexts(violation, TextBytesMost >> step);
    }

    public void Dispose() => _writer.Dispose();

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
