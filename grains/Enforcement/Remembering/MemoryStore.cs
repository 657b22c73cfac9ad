using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Covenant.Grains.Enforcement.Remembering;

/// <summary>The memories of one customer or institution, one for each definition that has seen something.</summary>
internal sealed class MemoryStore
{
    /// <summary>Definitions that the policy in use does not have, kept as bytes in case it comes to have them again.</summary>
    public const int DormantMax = 64;

    private readonly List<(UInt128 Fingerprint, byte[] Bytes)> _dormant = [];
    private ImmutableArray<MemoryDefinition> _definitions = [];
    private MemoryPart?[] _parts = [];

    public TPart? Find<TPart>(MemoryDefinition definition)
        where TPart : MemoryPart => Unsafe.As<TPart?>(_parts[definition.Slot]);

    public TPart GetOrCreate<TPart>(MemoryDefinition definition)
        where TPart : MemoryPart => Unsafe.As<TPart>(_parts[definition.Slot] ??= definition.Create());

    public bool IsEmpty => _dormant.Count == 0 && Array.TrueForAll(_parts, part => part is null || part.IsEmpty);

    /// <summary>The memories of these definitions go on; the others sleep.</summary>
    public void Rebind(ImmutableArray<MemoryDefinition> definitions)
    {
        foreach (var (definition, part) in _definitions.Zip(_parts))
        {
            if (part is { IsEmpty: false })
            {
                _dormant.Add((definition.Fingerprint, Encode(part)));
            }
        }

        (_definitions, _parts) = (definitions, new MemoryPart?[definitions.Length]);
        foreach (var definition in definitions)
        {
            var index = _dormant.FindIndex(sleeping => sleeping.Fingerprint == definition.Fingerprint);
            if (index >= 0)
            {
                _parts[definition.Slot] = definition.Create();
                _parts[definition.Slot]!.Read(new StateReader(_dormant[index].Bytes));
                _dormant.RemoveAt(index);
            }
        }

        if (_dormant.Count > DormantMax)
        {
            _dormant.RemoveRange(0, _dormant.Count - DormantMax);
        }
    }

    public void Write(StateWriter writer)
    {
        var awake = _definitions.Zip(_parts).Where(pair => pair.Second is { IsEmpty: false }).ToList();
        writer.Count(awake.Count + _dormant.Count);
        foreach (var (fingerprint, bytes) in _dormant)
        {
            writer.Fingerprint(fingerprint);
            writer.Bytes(bytes);
        }

        foreach (var (definition, part) in awake)
        {
            writer.Fingerprint(definition.Fingerprint);
            writer.Bytes(Encode(part!));
        }
    }

    /// <summary>What was written, all of it asleep until <see cref="Rebind"/>.</summary>
    public void Read(StateReader reader)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            _dormant.Add((reader.Fingerprint(), reader.Bytes().ToArray()));
        }
    }

    private static byte[] Encode(MemoryPart part)
    {
        var writer = new StateWriter();
        part.Write(writer);
        return writer.Written.ToArray();
    }
}
