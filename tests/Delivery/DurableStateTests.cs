using Covenant.Grains.Delivery;
using Orleans.Runtime;
using Orleans.Storage;

namespace Covenant.Tests.Delivery;

public sealed class DurableStateTests
{
    [Fact]
    public async Task An_activation_whose_write_was_refused_ends_and_does_not_hand_over_what_it_remembers()
    {
        var drops = 0;
        var state = new DurableState<List<int>>(new Refusing(), () => [1], () => drops++);
        state.Changed();

        await Assert.ThrowsAsync<InvalidOperationException>(() => state.CloseAsync(isMigrating: true));
        Assert.True(state.IsAbandoned);
        Assert.Equal(1, drops);
    }

    [Fact]
    public async Task An_activation_whose_write_was_refused_may_end()
    {
        var state = new DurableState<List<int>>(new Refusing(), () => [1], () => { });
        state.Changed();

        await state.CloseAsync(isMigrating: false);
        Assert.True(state.IsAbandoned);
    }

    /// <summary>Storage that has a newer version.</summary>
    private sealed class Refusing : IPersistentState<List<int>>
    {
        public List<int> State { get; set; } = [];

        public string Etag => "1";

        public bool RecordExists => true;

        public Task ClearStateAsync() => throw new NotSupportedException();

        public Task ReadStateAsync() => Task.CompletedTask;

        public Task WriteStateAsync() => throw new InconsistentStateException("another has written it");
    }
}
