using Covenant.Grains.Cohorts;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Covenant.Tests.Storage;

/// <summary>What one activation of a grain knows of its state: two of the same grain are as those of two silos.</summary>
internal sealed class Activation(IGrainStorage storage, GrainId grain, string stateName = "customer")
{
    private readonly GrainState<StoredCohort> _state = new(new StoredCohort());

    public string? ETag => _state.ETag;

    public bool Exists => _state.RecordExists;

    public byte[] Bytes => _state.State!.Customers;

    public static GrainId NewGrain() => GrainId.Create("customer", $"paypal/{Guid.NewGuid():N}");

    public static byte[] SomeBytes(int count, int seed = 1)
    {
        var bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public async Task<Activation> ReadAsync()
    {
        await storage.ReadStateAsync(stateName, grain, _state);
        return this;
    }

    public async Task<Activation> WriteAsync(byte[] bytes)
    {
        _state.State = new StoredCohort { Customers = bytes };
        await storage.WriteStateAsync(stateName, grain, _state);
        return this;
    }

    public Task ClearAsync() => storage.ClearStateAsync(stateName, grain, _state);
}
