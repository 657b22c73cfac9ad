using System.Collections.Concurrent;
using Covenant.Silo.Deadlines;
using Covenant.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;

namespace Covenant.Tests.Deadlines;

/// <summary>The real memory storage, which can be told to hold writes up, to fail some, and what there is in it.</summary>
internal sealed class ChunkStorage : IGrainStorage
{
    private readonly MemoryStorage _inner = new(new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<DeepCopier>());
    private readonly ConcurrentDictionary<GrainId, int> _bytes = new();
    private TaskCompletionSource _mayWrite = Opened();
    private int _calls;

    /// <summary>Every which write or deletion fails; 0 = none.</summary>
    public int FailEvery { get; set; }

    /// <summary>Every which read fails; 0 = none.</summary>
    public int FailReadEvery { get; set; }

    /// <summary>Whether a write that fails reaches storage all the same.</summary>
    public bool FailsAfterwards { get; set; }

    public ICollection<GrainId> Chunks => _bytes.Keys;

    public int LargestBytes => _bytes.Values.DefaultIfEmpty().Max();

    public int Reads { get; private set; }

    public void HoldWrites() => _mayWrite = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void LetWrite() => _mayWrite.TrySetResult();

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ThrowIf(++Reads % Math.Max(1, FailReadEvery) == 0 && FailReadEvery > 0);
        return _inner.ReadStateAsync(stateName, grainId, grainState);
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        await _mayWrite.Task;
        var fails = Fails();
        if (!fails || FailsAfterwards)
        {
            await _inner.WriteStateAsync(stateName, grainId, grainState);
            _bytes[grainId] = grainState.State is StoredDueChunk chunk ? chunk.Entries.Length : 0;
        }

        ThrowIf(fails);
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        ThrowIf(Fails());
        await _inner.ClearStateAsync(stateName, grainId, grainState);
        _bytes.TryRemove(grainId, out _);
    }

    private bool Fails() => FailEvery > 0 && Interlocked.Increment(ref _calls) % FailEvery == 0;

    private static void ThrowIf(bool fails)
    {
        if (fails)
        {
            throw new TimeoutException("storage did not answer");
        }
    }

    private static TaskCompletionSource Opened()
    {
        var opened = new TaskCompletionSource();
        opened.SetResult();
        return opened;
    }
}
