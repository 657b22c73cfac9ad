using System.Diagnostics.CodeAnalysis;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Contracts.Events;

/// <summary>One event of topic <c>datause.events.v1</c>: a touch of a customer's data, or a fact of the relation.</summary>
/// <remarks>Source: CloudEvents 1.0 for the envelope, W3C DPV 2.3 for the terms. Immutable by convention: its arrays are shared and never written to.</remarks>
[GenerateSerializer, Immutable, Alias("covenant.DataUseEvent")]
public sealed class DataUseEvent
{
    [Id(0)]
    private EventContent _content;

    [NonSerialized]
    private readonly bool _isLent;

    public DataUseEvent()
    {
    }

#pragma warning disable CS8618 // What must not be null is in the content: nothing is missing of an event that was decoded.
    /// <summary>To be filled by a decoder.</summary>
    [SetsRequiredMembers]
    internal DataUseEvent(bool isLent) => _isLent = isLent;
#pragma warning restore CS8618

    /// <summary>CloudEvents <c>id</c>, not empty. With <see cref="Source"/> it tells a repeated event from a new one.</summary>
    public required string Id
    {
        get => _content.Id.Value!;
        init => _content.Id = new(value);
    }

    /// <summary>CloudEvents <c>source</c>; empty where the producer sent none.</summary>
    public string Source
    {
        get => _content.Source ?? "";
        init => _content.Source = value;
    }

    /// <summary>The event's own time.</summary>
    public required EventTime Time
    {
        get => _content.Time;
        init => _content.Time = value;
    }

    /// <summary><c>[a-z0-9-]{2,32}</c>.</summary>
    public required string Institution
    {
        get => _content.Institution!;
        init => _content.Institution = value;
    }

    /// <summary>1 to 256 bytes of UTF-8.</summary>
    public required string Customer
    {
        get => _content.Customer!;
        init => _content.Customer = value;
    }

    public required Term Operation
    {
        get => _content.Operation;
        init => _content.Operation = value;
    }

    /// <summary>At most 64.</summary>
    public Term[] Purposes
    {
        get => _content.Purposes ?? [];
        init => _content.Purposes = value;
    }

    /// <summary>At most 64.</summary>
    public Term[] Categories
    {
        get => _content.Categories ?? [];
        init => _content.Categories = value;
    }

    public string? Actor
    {
        get => _content.Actor;
        init => _content.Actor = value;
    }

    public string? Role
    {
        get => _content.Role;
        init => _content.Role = value;
    }

    public string? Recipient
    {
        get => _content.Recipient;
        init => _content.Recipient = value;
    }

    public string? Conversation
    {
        get => _content.Conversation.Value;
        init => _content.Conversation = new(value);
    }

    public string? Item
    {
        get => _content.Item.Value;
        init => _content.Item = new(value);
    }

    /// <summary>How many records were touched, 0 to 2^53 - 1; null where the event does not say.</summary>
    public long? Records
    {
        get => _content.Records;
        init => _content.Records = value;
    }

    public string? Region
    {
        get => _content.Region;
        init => _content.Region = value;
    }

    /// <summary>Null where the event does not say, which reads as false.</summary>
    public bool? CustomerPresent
    {
        get => _content.CustomerPresent;
        init => _content.CustomerPresent = value;
    }

    /// <summary>At most 64.</summary>
    public string[] Forms
    {
        get => _content.Forms ?? [];
        init => _content.Forms = value;
    }

    /// <summary>At most 64, each name once.</summary>
    public AttributeValues[] Attributes
    {
        get => _content.Attributes ?? [];
        init => _content.Attributes = value;
    }

    /// <summary>W3C Trace Context of the producer, if it sent one.</summary>
    public string? TraceParent
    {
        get => _content.TraceParent.Value;
        init => _content.TraceParent = new(value);
    }

    /// <summary>CloudEvents <c>recordedtime</c>: when the line of a recorded stream was written to its log. Null where it does not say, or where the decoder was not asked to read it.</summary>
    public EventTime? RecordedTime => _content.RecordedTime;

    /// <summary>One of its attributes has a value that is an object or a list within a list.</summary>
    public bool HasOpaqueValue
    {
        get
        {
            foreach (var attribute in Attributes)
            {
                if (attribute.IsOpaque)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>An event that outlives the batch in which it came: itself, or a copy where it lies in an <see cref="EventRoom"/>.</summary>
    public DataUseEvent Kept() => _isLent ? new DataUseEvent(isLent: false) { _content = _content.Kept() } : this;

    /// <summary>The characters of <see cref="Id"/>, without a string for them where <paramref name="room"/> holds them.</summary>
    public ReadOnlySpan<char> IdIn(Span<char> room) => _content.Id.CharsIn(room);

    /// <summary><see cref="Conversation"/> is not null.</summary>
    public bool HasConversation => !_content.Conversation.IsMissing;

    /// <summary>The characters of <see cref="Conversation"/>, without a string for them where <paramref name="room"/> holds them; empty where there are none.</summary>
    public ReadOnlySpan<char> ConversationIn(Span<char> room) => _content.Conversation.CharsIn(room);

    internal ref EventContent Content => ref _content;
}
