using Covenant.Contracts.Events;
using Covenant.Contracts.Vocabulary;
using Covenant.Grains.Enforcement.Remembering;

namespace Covenant.Grains.Enforcement.Obligations;

/// <summary>The binary form of a trigger: what its violation will show of it, and no more.</summary>
internal static class TriggerForm
{
    public static void Write(StateWriter writer, DataUseEvent e, StreamPosition position)
    {
        foreach (var text in (ReadOnlySpan<string?>)[e.Id, e.Source, e.Institution, e.Customer, e.Operation.Name, e.Actor, e.Recipient, e.Conversation, e.Item, position.Topic])
        {
            writer.Text(text);
        }

        writer.Number(e.Time.Ticks);
        writer.Count(position.Partition);
        writer.Number(position.Offset);
        writer.Count(e.Purposes.Length);
        foreach (var purpose in e.Purposes)
        {
            writer.Text(purpose.Name);
        }
    }

    public static (DataUseEvent Trigger, StreamPosition Position) Read(StateReader reader)
    {
        string id = reader.Text() ?? "", source = reader.Text() ?? "", institution = reader.Text() ?? "", customer = reader.Text() ?? "", operation = reader.Text() ?? "";
        string? actor = reader.Text(), recipient = reader.Text(), conversation = reader.Text(), item = reader.Text();
        var topic = reader.Text() ?? "";
        var time = new EventTime(reader.Number());
        var position = new StreamPosition(topic, reader.Count(), reader.Number());
        var purposes = new Term[reader.Within(reader.Count())];
        for (var i = 0; i < purposes.Length; i++)
        {
            purposes[i] = Term.Of(reader.Text() ?? "");
        }

        return (new DataUseEvent
        {
            Id = id,
            Source = source,
            Time = time,
            Institution = institution,
            Customer = customer,
            Operation = Term.Of(operation),
            Purposes = purposes,
            Actor = actor,
            Recipient = recipient,
            Conversation = conversation,
            Item = item,
        }, position);
    }
}
