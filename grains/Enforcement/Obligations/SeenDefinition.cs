using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Grains.Enforcement.Remembering;
using Covenant.Grains.Enforcement.Selecting;

namespace Covenant.Grains.Enforcement.Obligations;

/// <summary>What a <c>forEach</c> has seen: each value of the bound field, for ever.</summary>
internal sealed class SeenDefinition(string canonical, ForEach forEach) : MemoryDefinition(canonical)
{
    private readonly CompiledSelector _seen = CompiledSelector.Compile(forEach.Seen);

    public CompiledSelector Selector => _seen;

    public override MemoryPart Create() => new SeenValues(this);

    public string[] ValuesOf(DataUseEvent e) => _seen.Takes(e) ? FieldReader.Values(e, forEach.Bind) : [];
}

/// <summary>When each value was first seen, by event time.</summary>
internal sealed class SeenValues(MemoryDefinition definition) : MemoryPart(definition)
{
    private readonly Dictionary<string, long> _first = new(StringComparer.Ordinal);

    public override bool IsEmpty => _first.Count == 0;

    public void Add(string value, long time, MemoryBounds bounds)
    {
        if (_first.TryGetValue(value, out var first))
        {
            _first[value] = Math.Min(first, time);
            return;
        }

        if (_first.Count >= bounds.KeysMax)
        {
            foreach (var (old, _) in _first.OrderBy(pair => pair.Value).Take(1 + bounds.KeysMax / 8).ToList())
            {
                _first.Remove(old);
            }
        }

        _first.Add(value, time);
    }

    /// <summary>The values seen at or before the time, in ordinal order.</summary>
    public IEnumerable<string> UpTo(long time) => _first.Where(pair => pair.Value <= time).Select(pair => pair.Key).Order(StringComparer.Ordinal);

    public override void Write(StateWriter writer)
    {
        writer.Count(_first.Count);
        foreach (var (value, time) in _first)
        {
            writer.Text(value);
            writer.Number(time);
        }
    }

    public override void Read(StateReader reader)
    {
        for (var left = reader.Count(); left > 0; left--)
        {
            _first.Add(reader.Text() ?? "", reader.Number());
        }
    }
}
