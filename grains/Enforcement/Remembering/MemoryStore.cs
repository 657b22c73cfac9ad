using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Covenant.Grains.Enforcement.Remembering;

/// <summary>The memories of one customer or institution, one for each definition that has seen something.</summary>
internal sealed class MemoryStore
{
    /// <summary>Definitions that the policy in use does not have, kept as bytes in case it comes to have them again.</summary>
    public const int DormantMax = 64;

    private List<(UInt128 Fingerprint, byte[] Bytes)>? _dormant;

    // By slot. Of an agreement's many definitions a usual customer has touched a few, so none has a place before it is needed.
    private Held[] _held = [];

    private readonly record struct Held(int Slot, MemoryPart Part);

    public bool IsEmpty => _dormant is null or { Count: 0 } && Array.TrueForAll(_held, held => held.Part.IsEmpty);

    /// <inheritdoc cref="Judging.CustomerState.Prefetch"/>
    public long Prefetch()
    {
        var read = 0L;
        foreach (var (_, part) in _held)
        {
            read += part.Prefetch();
        }

        return read;
    }

    public TPart? Find<TPart>(MemoryDefinition definition)
        where TPart : MemoryPart => IndexOf(definition.Slot) is >= 0 and var index ? Unsafe.As<TPart>(_held[index].Part) : null;

    public TPart GetOrCreate<TPart>(MemoryDefinition definition)
        where TPart : MemoryPart => Find<TPart>(definition) ?? Unsafe.As<TPart>(Hold(definition.Create()));

    /// <summary>The memories of these definitions go on; the others sleep.</summary>
    public void Rebind(ImmutableArray<MemoryDefinition> definitions)
    {
        if (_held.Length == 0 && _dormant is null)
        {
            return;
        }

        var before = _held;
        _held = [];
        foreach (var (_, part) in before)
        {
            GoOnOrSleep(part, definitions);
        }

        foreach (var definition in definitions)
        {
            if (_dormant?.FindIndex(sleeping => sleeping.Fingerprint == definition.Fingerprint) is >= 0 and var index)
            {
                Hold(definition.Create()).Read(new StateReader(_dormant[index].Bytes));
                _dormant.RemoveAt(index);
            }
        }

        if (_dormant?.Count > DormantMax)
        {
            _dormant.RemoveRange(0, _dormant.Count - DormantMax);
        }
    }

    private void GoOnOrSleep(MemoryPart part, ImmutableArray<MemoryDefinition> definitions)
    {
        if (definitions.FirstOrDefault(definition => definition.Fingerprint == part.Definition.Fingerprint) is { } same)
        {
            part.Definition = same;
            Hold(part);
        }
        else if (!part.IsEmpty)
        {
            var writer = new StateWriter();
            part.Write(writer);
            (_dormant ??= []).Add((part.Definition.Fingerprint, writer.Written.ToArray()));
        }
    }

    private MemoryPart Hold(MemoryPart part)
    {
        var at = ~IndexOf(part.Definition.Slot);
        _held = [.. _held.AsSpan(0, at), new Held(part.Definition.Slot, part), .. _held.AsSpan(at)];
        return part;
    }

    // Where the slot is; where it is not, the complement of its place.
    private int IndexOf(int slot)
    {
        var held = _held;
        int low = 0, high = held.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (held[middle].Slot < slot)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low < held.Length && held[low].Slot == slot ? low : ~low;
    }

    public void Write(StateWriter writer)
    {
        writer.Count(_held.Count(held => !held.Part.IsEmpty) + (_dormant?.Count ?? 0));
        foreach (var (fingerprint, bytes) in _dormant ?? [])
        {
            writer.Fingerprint(fingerprint);
            writer.Bytes(bytes);
        }

        foreach (var (_, part) in _held)
        {
            if (!part.IsEmpty)
            {
                writer.Fingerprint(part.Definition.Fingerprint);
                part.Write(writer.BeginPart());
                writer.EndPart();
            }
        }
    }

    /// <summary>What was written, all of it asleep until <see cref="Rebind"/>.</summary>
    public void Read(StateReader reader)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            (_dormant ??= []).Add((reader.Fingerprint(), reader.Bytes().ToArray()));
        }
    }

    /// <summary>What was written, of these definitions at once.</summary>
    public void Read(StateReader reader, ImmutableArray<MemoryDefinition> definitions)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            var (fingerprint, bytes) = (reader.Fingerprint(), reader.Bytes());
            if (definitions.FirstOrDefault(definition => definition.Fingerprint == fingerprint) is { } known)
            {
                Hold(known.Create()).Read(new StateReader(bytes));
            }
            else
            {
                (_dormant ??= []).Add((fingerprint, bytes.ToArray()));
            }
        }
    }
}
