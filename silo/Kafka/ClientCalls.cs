using System.Diagnostics;
using Covenant.Silo.Hosting;

namespace Covenant.Silo.Kafka;

/// <summary>
/// Runs what calls a Kafka client and may block, on threads of its own, and watches it. Each call gives up by a time-out of its own; one
/// that does not is left behind, with its thread and its
/// client, and whoever waited goes on with another. Where too many are missing at the same time the silo ends, for each keeps its memory
/// and its threads.
/// </summary>
internal sealed partial class ClientCalls(SiloExit exit, ILogger<ClientCalls> logger)
{
    /// <summary>So many clients missing at the same time end the silo.</summary>
    public const int MissingMax = 4;

    /// <summary>How much later than by its own time-out a call may come back.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>The time-out of calls that have none of their own, for they only pass something on to librdkafka's own thread.</summary>
    public static readonly TimeSpan Brief = TimeSpan.FromSeconds(3);

    /// <summary>How often it is looked whether a call is overdue.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    private readonly CallThreads _threads = new();
    private readonly Lock _lock = new();

    // Threads that have not come back, by what is missing with them.
    private readonly Dictionary<object, int> _missing = [];

    /// <summary>
    /// Told of each call as it begins, by client and call, on the thread that makes it; for whoever wants to hold one up.
    /// </summary>
    public event Action<string, string>? Beginning;

    public void Begin(string client, string call) => Beginning?.Invoke(client, call);

    /// <param name="client">Its name in the log.</param>
    /// <param name="work">Names each call that may block before it makes it.</param>
    /// <param name="owner">What is missing where it does not come back; null for <paramref name="work"/> alone.</param>
    /// <exception cref="ClientMissingException">A call was left behind.</exception>
    /// <exception cref="OperationCanceledException">It is waited for no longer, and left to itself.</exception>
    public async Task<T> RunAsync<T>(string client, Func<CallWatch, T> work, CancellationToken token, object? owner = null)
    {
        var (patience, running) = Start(client, work, owner);
        while (await Task.WhenAny(running, Task.Delay(Look, token)) != running)
        {
            token.ThrowIfCancellationRequested();
            ThrowIfMissing(patience, running);
        }

        return await running;
    }

    /// <summary>Waits on this thread.</summary>
    /// <inheritdoc cref="RunAsync{T}"/>
    public T Run<T>(string client, Func<CallWatch, T> work, CancellationToken token, object? owner = null)
    {
        var (patience, running) = Start(client, work, owner);
        while (Task.WaitAny([running], (int)Look.TotalMilliseconds, token) < 0)
        {
            ThrowIfMissing(patience, running);
        }

        return running.GetAwaiter().GetResult();
    }

    /// <summary>For work that goes on for long: whoever starts it looks every now and then whether it <see cref="IsMissing"/>.</summary>
    public (Patience Patience, Task<T> Running) Start<T>(string client, Func<CallWatch, T> work, object? owner = null)
    {
        var watch = new CallWatch(client, owner ?? new object(), this);
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _threads.Run(() =>
        {
            try
            {
                result.SetResult(work(watch));
            }
            catch (Exception failed)
            {
                result.SetException(failed);
            }
        });
        return (new Patience(watch), result.Task);
    }

    /// <returns>Whether it has been in one call for too long: then it is left behind from now on.</returns>
    public bool IsMissing(Patience patience, Task running)
    {
        if (!patience.HasRunOut())
        {
            return false;
        }

        var watch = patience.Watch;
        if (Count(watch.Owner, 1) is { IsNews: true } now)
        {
            NotBack(watch.Client, watch.Call, watch.Bound.TotalSeconds);
            if (now.Missing == MissingMax)
            {
                exit.Fail($"{MissingMax} kafka clients have not come back from a call, the last one `{watch.Client}` from `{watch.Call}`; nothing is lost: start the silo again, which goes on from what is committed");
            }
        }

        // What it comes back with nobody waits for.
        _ = running.ContinueWith(back => Return(watch, back), TaskScheduler.Default);
        return true;
    }

    private void ThrowIfMissing(Patience patience, Task running)
    {
        if (IsMissing(patience, running))
        {
            throw new ClientMissingException(patience.Watch.Client, patience.Watch.Call);
        }
    }

    private void Return(CallWatch watch, Task back)
    {
        _ = back.Exception;
        if (Count(watch.Owner, -1).IsNews)
        {
            Back(watch.Client, watch.Call);
        }
    }

    private (bool IsNews, int Missing) Count(object owner, int change)
    {
        lock (_lock)
        {
            var before = _missing.GetValueOrDefault(owner);
            if (before + change == 0)
            {
                _missing.Remove(owner);
            }
            else
            {
                _missing[owner] = before + change;
            }

            return (before == 0 || before + change == 0, _missing.Count);
        }
    }

    /// <summary>
    /// Counts how long a thread has been in one call, for as long as this silo ran at all: each look counts for a second at most, so that a
    /// silo that was frozen does not blame its clients.
    /// </summary>
    public sealed class Patience(CallWatch watch)
    {
        private static readonly TimeSpan LookMax = TimeSpan.FromSeconds(1);

        private long _place;
        private long _lookedAt = Stopwatch.GetTimestamp();
        private TimeSpan _waited;

        public CallWatch Watch { get; } = watch;

        /// <summary>Looks; where the thread has been in one call for longer than that may take, it is left behind.</summary>
        public bool HasRunOut()
        {
            var since = Stopwatch.GetElapsedTime(_lookedAt);
            _lookedAt = Stopwatch.GetTimestamp();
            if (Watch.Place is not { } place)
            {
                _place = 0;
                return false;
            }

            _waited = place == _place ? _waited + (since < LookMax ? since : LookMax) : TimeSpan.Zero;
            _place = place;
            return _waited >= Watch.Bound && Watch.TryLeaveBehind(place);
        }
    }

    [LoggerMessage(1, LogLevel.Error, "kafka client `{Client}` has not come back from `{Call}` within {Seconds} s and is left behind; another one takes its place")]
    private partial void NotBack(string client, string call, double seconds);

    [LoggerMessage(2, LogLevel.Warning, "kafka client `{Client}`, which was left behind, has come back from `{Call}` and ends")]
    private partial void Back(string client, string call);
}
