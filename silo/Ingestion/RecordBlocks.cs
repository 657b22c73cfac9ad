using System.Collections.Concurrent;

namespace Covenant.Silo.Ingestion;

/// <summary>Blocks of memory for records that wait, used again and again, so that a backlog is nothing to the garbage collector. Safe to call from any thread.</summary>
internal sealed class RecordBlocks
{
    /// <summary>Of a block: below the size of what the collector treats as large.</summary>
    public const int BlockBytes = 64 * 1_024;

    // 64 MiB; more of them, after a long backlog, are left to the collector.
    private const int KeptMax = 1_024;

    private readonly ConcurrentQueue<byte[]> _kept = new();

    /// <param name="bytesMin">Where it is more than a block, the memory is not used again.</param>
    public byte[] Take(int bytesMin) =>
        bytesMin > BlockBytes ? new byte[bytesMin] : _kept.TryDequeue(out var kept) ? kept : GC.AllocateUninitializedArray<byte>(BlockBytes);

    public void GiveBack(byte[] block)
    {
        if (block.Length == BlockBytes && _kept.Count < KeptMax)
        {
            _kept.Enqueue(block);
        }
    }
}
