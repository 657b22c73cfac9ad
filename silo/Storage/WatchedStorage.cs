using Covenant.Contracts.Showing;
using Microsoft.Extensions.Options;
using Orleans.Storage;

namespace Covenant.Silo.Storage;

/// <summary>
/// Grain storage of any provider, with a bound on each call: one that takes long is named in the log and in health, and one that does not
/// come back is left behind, as one that failed.
/// </summary>
/// <remarks>
/// INVARIANT (left behind): a call works on a copy of what it was given, so that one that comes back later changes nothing any more. Where
/// it was a write and got in, the next one meets its ETag, as after any write whose outcome is not known.
/// </remarks>
internal sealed partial class WatchedStorage(IGrainStorage storage, StorageCalls calls, IOptions<StateOptions> options, TimeProvider clock) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>
{
    // Beyond what a provider asks again for, and what waits for a place before it is asked.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly TimeSpan _bound = (2 * options.Value.RetryFor) + Grace;

    /// <summary>For where nothing else starts the provider.</summary>
    public void Participate(ISiloLifecycle observer) => (storage as ILifecycleParticipant<ISiloLifecycle>)?.Participate(observer);

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        RunAsync("read", stateName, grainId, grainState, copy => ReadAsync(stateName, grainId, copy));

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        RunAsync("written", stateName, grainId, grainState, copy => storage.WriteStateAsync(stateName, grainId, copy));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        RunAsync("deleted", stateName, grainId, grainState, copy => storage.ClearStateAsync(stateName, grainId, copy));

    private async Task ReadAsync<T>(string stateName, GrainId grainId, IGrainState<T> read)
    {
        await storage.ReadStateAsync(stateName, grainId, read);
        if (!read.RecordExists && !string.IsNullOrEmpty(read.ETag))
        {
            // Orleans' providers for Azure take one that was emptied for none.
            (read.State, read.RecordExists) = (UnreadableRow.Of<T>($"{StorageCall.Named(stateName, grainId)} is empty in storage"), true);
        }
    }

    private async Task RunAsync<T>(string what, string stateName, GrainId grainId, IGrainState<T> grainState, Func<IGrainState<T>, Task> ask)
    {
        var copy = new GrainState<T> { State = grainState.State, ETag = grainState.ETag, RecordExists = grainState.RecordExists };
        var call = new StorageCall(what, stateName, grainId);
        await WatchAsync(ask(copy), call);
        (grainState.State, grainState.ETag, grainState.RecordExists) = (copy.State!, copy.ETag!, copy.RecordExists);
    }

    private async Task WatchAsync(Task running, StorageCall call)
    {
        try
        {
            await (running.IsCompleted ? running : SlowAsync(running, call));
            calls.Answered();
        }
        catch (Exception failed)
        {
            calls.Failed(call, failed);
            throw;
        }
    }

    private async Task SlowAsync(Task running, StorageCall call)
    {
        try
        {
            await running.WaitAsync(StorageCalls.Slow, clock);
            return;
        }
        catch (TimeoutException) when (!running.IsCompleted)
        {
            calls.IsSlow(call);
        }

        try
        {
            await running.WaitAsync(_bound - StorageCalls.Slow, clock);
        }
        catch (TimeoutException) when (!running.IsCompleted)
        {
            // What it comes back with nobody waits for.
            _ = running.ContinueWith(back => _ = back.Exception, TaskScheduler.Default);
            throw new StateException($"{call.Words} within {_bound.TotalSeconds} s, and its call is left behind");
        }
    }
}

/// <summary>What is asked of storage.</summary>
/// <param name="What"><c>read</c>, <c>written</c> or <c>deleted</c>.</param>
internal readonly record struct StorageCall(string What, string StateName, GrainId Grain)
{
    public string Words => $"{Named(StateName, Grain)} was not {What}";

    public static string Named(string stateName, GrainId grain) => $"the state `{stateName}` of `{Shown.Beginning(grain.ToString(), 200)}`";
}
