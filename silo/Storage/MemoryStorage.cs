using System.Collections.Concurrent;
using Orleans.Serialization;
using Orleans.Storage;

namespace Covenant.Silo.Storage;

/// <summary>
/// Grain storage in this process's memory: what a silo has without configuration. It keeps state over a grain's deactivation and loses it with the process.
/// Unlike Orleans' own it needs no grain of its own, so writing is over at once and a stopping silo has nothing to wait for.
/// </summary>
internal sealed class MemoryStorage(DeepCopier copier) : IGrainStorage
{
    private readonly ConcurrentDictionary<(string Name, GrainId Grain), (object State, long Version)> _states = new();

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (_states.TryGetValue((stateName, grainId), out var stored))
        {
            (grainState.State, grainState.ETag, grainState.RecordExists) = (copier.Copy((T)stored.State), ETag(stored.Version), true);
        }
        else
        {
            (grainState.State, grainState.ETag, grainState.RecordExists) = (Activator.CreateInstance<T>(), null!, false);
        }

        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = (stateName, grainId);
        var copy = (object)copier.Copy(grainState.State)!;
        var version = 1L;
        var isOurs = grainState.ETag is null
            ? _states.TryAdd(key, (copy, version))
            : _states.TryGetValue(key, out var stored) && ETag(stored.Version) == grainState.ETag && _states.TryUpdate(key, (copy, version = stored.Version + 1), stored);
        if (!isOurs)
        {
            throw Conflict(stateName, grainId);
        }

        (grainState.ETag, grainState.RecordExists) = (ETag(version), true);
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = (stateName, grainId);
        var isOurs = grainState.ETag is null
            ? !_states.ContainsKey(key)
            : _states.TryGetValue(key, out var stored) && ETag(stored.Version) == grainState.ETag && _states.TryRemove(KeyValuePair.Create(key, stored));
        if (!isOurs)
        {
            throw Conflict(stateName, grainId);
        }

        (grainState.State, grainState.ETag, grainState.RecordExists) = (Activator.CreateInstance<T>(), null!, false);
        return Task.CompletedTask;
    }

    private static InconsistentStateException Conflict(string stateName, GrainId grainId) =>
        new($"the state `{stateName}` of `{grainId}` was written by another activation meanwhile");

    private static string ETag(long version) => version.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
