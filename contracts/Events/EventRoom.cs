namespace Covenant.Contracts.Events;

/// <summary>
/// Where a decoder puts the events of a batch and their texts; used again for the next batch, so that a stream of events is next to nothing to the garbage collector. What outlives the batch
/// is <see cref="DataUseEvent.Kept"/>. For one thread at a time.
/// </summary>
/// <remarks>Keeps room for as many events as it ever held, and for 4 MiB of their texts.</remarks>
public sealed class EventRoom
{
    private const int BlockBytes = 64 * 1_024;

    private const int BlocksKeptMax = 64;

    private readonly List<DataUseEvent> _events = [];
    private readonly List<byte[]> _blocks = [];
    private int _used;
    private int _block = -1;
    private int _filled = BlockBytes;

    /// <summary>All events that it holds are void from now on.</summary>
    public void Clear()
    {
        if (_blocks.Count > BlocksKeptMax)
        {
            _blocks.RemoveRange(BlocksKeptMax, _blocks.Count - BlocksKeptMax);
        }

        (_used, _block, _filled) = (0, -1, BlockBytes);
    }

    /// <summary>An event to be filled: the same one until it is taken.</summary>
    internal DataUseEvent Lend()
    {
        if (_used == _events.Count)
        {
            _events.Add(new DataUseEvent(isLent: true));
        }

        return _events[_used];
    }

    /// <summary>The event last lent is one of the batch.</summary>
    internal void Take() => _used++;

    /// <param name="utf8">At most <see cref="EventLimits.TextBytesMax"/> of it.</param>
    internal EventText Add(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return new EventText("");
        }

        if (BlockBytes - _filled < utf8.Length)
        {
            _filled = 0;
            if (++_block == _blocks.Count)
            {
                _blocks.Add(new byte[BlockBytes]);
            }
        }

        utf8.CopyTo(_blocks[_block].AsSpan(_filled));
        var text = new EventText(_blocks[_block], _filled, utf8.Length);
        _filled += utf8.Length;
        return text;
    }
}
