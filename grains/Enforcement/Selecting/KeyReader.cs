using System.Collections.Immutable;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;

namespace Covenant.Grains.Enforcement.Selecting;

/// <summary>Reads the key of an event in the given fields.</summary>
internal sealed class KeyReader(ImmutableArray<Field> fields)
{
    /// <summary>Room for most keys, in characters.</summary>
    public const int UsualLength = 64;

    /// <summary>For <c>match</c>: every field must be present.</summary>
    public bool TryMatch(DataUseEvent e, out MemoryKey key)
    {
        if (fields.Length == 1)
        {
            key = new MemoryKey(FieldReader.Whole(e, fields[0]));
            return key.Value is not null;
        }

        foreach (var field in fields)
        {
            if (FieldReader.Whole(e, field) is null)
            {
                key = default;
                return false;
            }
        }

        key = Scope(e);
        return true;
    }

    /// <summary>The fields for lack of which an event has no key.</summary>
    public IReadOnlyList<Field> Missing(DataUseEvent e) => [.. fields.Where(field => FieldReader.Whole(e, field) is null)];

    /// <summary>The same as <see cref="TryMatch(DataUseEvent, out MemoryKey)"/>, to look it up: makes no string of what fits <paramref name="room"/>.</summary>
    public bool TryMatch(DataUseEvent e, Span<char> room, out SoughtKey key)
    {
        if (fields is [{ Kind: FieldKind.Conversation }])
        {
            key = new SoughtKey(e.ConversationIn(room), isMissing: !e.HasConversation);
            return e.HasConversation;
        }

        var isMatch = TryMatch(e, out var made);
        key = made;
        return isMatch;
    }

    /// <summary>For <c>per</c>: a field that is missing is a value of its own.</summary>
    public MemoryKey Scope(DataUseEvent e) => fields.Length switch
    {
        0 => MemoryKey.Whole,
        1 => new MemoryKey(FieldReader.Whole(e, fields[0])),
        _ => new MemoryKey(FieldReader.Join([.. fields.Select(field => FieldReader.Whole(e, field))])),
    };
}
