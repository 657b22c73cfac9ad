using System.Collections.Immutable;
using Covenant.Contracts.Events;
using Covenant.Contracts.Vocabulary;
using CsCheck;

namespace Covenant.LoadTests.Generation;

/// <summary>Logs whose clock mostly moves on by steps of the grid, with events that come late, at the same instant, a tick beside it, or twice.</summary>
internal static class LogGen
{
    private const int EventsMax = 60;

    public static Gen<ImmutableArray<DataUseEvent>> Of(Grid grid, Gen<string> institution) =>
        from count in Gen.Frequency((2, Gen.Int[1, 12]), (2, Gen.Int[10, 30]), (1, Gen.Int[10, EventsMax]))
        from drafts in Draft(institution).Array[count]
        select Lay(grid, drafts);

    private sealed record Drafted(DataUseEvent Event, int Advance, int Back, int Ticks, int Again);

    private static ImmutableArray<DataUseEvent> Lay(Grid grid, Drafted[] drafts)
    {
        var log = new List<DataUseEvent>();
        var now = 0;
        foreach (var draft in drafts)
        {
            now += draft.Advance;
            var e = draft.Again > 0 && draft.Again <= log.Count ? log[^draft.Again] : null;

            // An event that comes again is the same in all, or another under the same id.
            log.Add(e is not null && draft.Ticks == 0 ? e : At(draft.Event, e?.Id ?? $"e-{log.Count + 1}", grid.At(now - draft.Back, draft.Ticks)));
        }

        return [.. log];
    }

    private static Gen<Drafted> Draft(Gen<string> institution) => Gen.Select(
        Event(institution),
        Gen.Frequency((9, 0), (12, 1), (6, 2), (2, 5), (1, 25)),
        Gen.Frequency((12, 0), (2, 1), (1, 2), (1, 4), (1, 9)),
        Gen.Frequency((10, 0), (1, 1), (1, -1)),
        Gen.Frequency((12, 0), (1, 1), (1, 3)),
        (e, advance, back, ticks, again) => new Drafted(e, advance, back, ticks, again));

    private static Gen<DataUseEvent> Event(Gen<string> institution) => Gen.Select(
        Gen.Select(institution, Alphabet.Customer, Alphabet.EventOperation),
        Gen.Select(Alphabet.Conversation.Null(0.3), Alphabet.Item.Null(0.3), Alphabet.Actor.Null(0.3), Alphabet.Recipient.Null(0.3)),
        Gen.Select(Alphabet.Purpose.Array[0, 2], Alphabet.Category.Array[0, 1], Alphabet.Form.Array[0, 2], Alphabet.Channel.Array[0, 2], Alphabet.Region.Null(0.7)),
        Gen.Select(Gen.OneOf<long?>(null, 0, 1, 2, 5), Gen.OneOf<bool?>(null, true, false), Gen.OneOf("", "/ads"), Gen.OneOf(null, "service")),
        (who, where, lists, rest) => new DataUseEvent
        {
            Id = "",
            Source = rest.Item3,
            Time = EventTime.Epoch,
            Institution = who.Item1,
            Customer = who.Item2,
            Operation = Term.Of(who.Item3),
            Conversation = where.Item1,
            Item = where.Item2,
            Actor = where.Item3,
            Recipient = where.Item4,
            Purposes = Alphabet.Terms(lists.Item1),
            Categories = Alphabet.Terms(lists.Item2),
            Forms = [.. lists.Item3.Distinct()],
            Attributes = lists.Item4.Length == 0 ? [] : [new AttributeValues("channel", [.. lists.Item4.Distinct()])],
            Region = lists.Item5,
            Records = rest.Item1,
            CustomerPresent = rest.Item2,
            Role = rest.Item4,
        });

    private static DataUseEvent At(DataUseEvent e, string id, EventTime time) => new()
    {
        Id = id,
        Source = e.Source,
        Time = time,
        Institution = e.Institution,
        Customer = e.Customer,
        Operation = e.Operation,
        Conversation = e.Conversation,
        Item = e.Item,
        Actor = e.Actor,
        Recipient = e.Recipient,
        Purposes = e.Purposes,
        Categories = e.Categories,
        Forms = e.Forms,
        Attributes = e.Attributes,
        Region = e.Region,
        Records = e.Records,
        CustomerPresent = e.CustomerPresent,
        Role = e.Role,
    };
}
