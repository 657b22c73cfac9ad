using System.Collections.Immutable;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;

namespace Covenant.Grains.Enforcement.Selecting;

/// <summary>The values by which a memory tells events apart. Null stands for a single field that is missing.</summary>
internal readonly record struct MemoryKey(string? Value)
{
    /// <summary>The key where there is nothing to tell apart.</summary>
    public static readonly MemoryKey Whole = new("");
}

/// <summary>Reads the key of an event in the given fields.</summary>
internal sealed class KeyReader(ImmutableArray<Field> fields)
{
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

    /// <summary>For <c>per</c>: a field that is missing is a value of its own.</summary>
    public MemoryKey Scope(DataUseEvent e) => fields.Length switch
    {
        0 => MemoryKey.Whole,
        1 => new MemoryKey(FieldReader.Whole(e, fields[0])),
        _ => new MemoryKey(FieldReader.Join([.. fields.Select(field => FieldReader.Whole(e, field))])),
    };
}
