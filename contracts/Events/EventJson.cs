using System.Text.Json;

namespace Covenant.Contracts.Events;

/// <summary>The value of a record, and how far it has been read.</summary>
/// <param name="before">Bytes of the value that stand before these.</param>
internal ref struct EventJson(ReadOnlySpan<byte> bytes, int before)
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = EventLimits.DepthMax };

    public Utf8JsonReader Reader = new(bytes, Options);

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>What has been read from there on, as written.</summary>
    public readonly ReadOnlySpan<byte> Since(long start) => _bytes[(int)start..(int)Reader.BytesConsumed];

    public readonly Place PlaceOf(EventField field) => new(field, before + Reader.TokenStartIndex);
}
