namespace Covenant.Silo.Demo;

/// <summary>What time it is in the story: set by who tells it, always a little behind what has been told, so that an event under way is never overtaken.</summary>
internal sealed class StoryClock(DateTimeOffset start) : TimeProvider
{
    private long _ticks = start.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    public void MoveTo(DateTimeOffset time) => Volatile.Write(ref _ticks, Math.Max(Volatile.Read(ref _ticks), time.UtcTicks));
}
