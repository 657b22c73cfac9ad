namespace Covenant.Grains.Delivery;

/// <summary>Writes a grain's state, one write at a time: who asks while one is under way shares the next with all others that do.</summary>
/// <param name="write">Takes its copy of the state before it first waits.</param>
/// <remarks>INVARIANT (group write): a task that is returned covers every change made before the call, for its write has not taken its copy yet.</remarks>
internal sealed class GroupWriter(Func<Task> write)
{
    private Task _running = Task.CompletedTask;
    private Task? _following;

    public Task WriteAsync() =>
        _following is not null ? _following
        : _running.IsCompleted ? _running = write()
        : _following = FollowAsync();

    private async Task FollowAsync()
    {
        // Whether the one before succeeded is for those who asked for it.
        await _running.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        _running = write();
        _following = null;
        await _running;
    }
}
