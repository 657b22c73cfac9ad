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

    [Fact]
    public async Task A_write_that_was_queued_before_the_state_was_abandoned_never_lands()
    {
        var storage = new Slow();
        var memory = new List<int> { 1 };
        var state = new DurableState<List<int>>(storage, () => [.. memory], () => { });
        state.Changed();
        var first = state.PersistAsync();
        memory.Add(2);
        state.Changed();
        var second = state.PersistAsync();

        state.Abandon();
        memory.Add(3);
        storage.Answer();
        await first;
        await Assert.ThrowsAsync<InvalidOperationException>(() => second);
        await Assert.ThrowsAsync<InvalidOperationException>(() => state.PersistAsync());
        Assert.Equal([[1]], storage.Written);
        await state.CloseAsync(isMigrating: false);
        Assert.Equal([[1]], storage.Written);
    }

    /// <summary>Storage that takes its time.</summary>
    private sealed class Slow : IPersistentState<List<int>>
    {
        private readonly TaskCompletionSource _answered = new();

        public List<List<int>> Written { get; } = [];

        public List<int> State { get; set; } = [];

        public string Etag => "1";

        public bool RecordExists => true;

        public void Answer() => _answered.TrySetResult();

        public Task ClearStateAsync() => throw new NotSupportedException();

        public Task ReadStateAsync() => Task.CompletedTask;

        public Task WriteStateAsync()
        {
            Written.Add(State);
            return _answered.Task;
        }
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
