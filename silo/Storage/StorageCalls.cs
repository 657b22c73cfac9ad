using Orleans.Storage;

namespace Covenant.Silo.Storage;

/// <summary>Whether storage answers, by the calls that were made last. Says once that it does not, and once that it does again.</summary>
internal sealed partial class StorageCalls(TimeProvider clock, ILogger<StorageCalls> logger)
{
    /// <summary>A call that takes longer is said.</summary>
    public static readonly TimeSpan Slow = TimeSpan.FromSeconds(10);

    // One row that cannot be read is no outage; others are read meanwhile.
    private static readonly TimeSpan OutageAfter = TimeSpan.FromSeconds(3);

    private readonly Lock _lock = new();
    private string? _trouble;
    private long _since;
    private bool _isSaid;

    /// <summary>What was not answered, and for how long nothing was; null where storage answers.</summary>
    public string? Trouble
    {
        get
        {
            lock (_lock)
            {
                return _trouble is { } trouble && clock.GetElapsedTime(_since) is var lasts && lasts >= OutageAfter ? $"{trouble}; nothing was for {(int)lasts.TotalSeconds} s" : null;
            }
        }
    }

    public void Answered()
    {
        // Read without the lock: whoever misses a trouble that comes just now is followed by others.
        if (Volatile.Read(ref _trouble) is null)
        {
            return;
        }

        bool isSaid;
        lock (_lock)
        {
            (isSaid, _isSaid, _trouble) = (_isSaid, false, null);
        }

        if (isSaid)
        {
            AnswersAgain();
        }
    }

    /// <summary>A call has not come back for <see cref="Slow"/>, and is waited for.</summary>
    public void IsSlow(StorageCall call) => Note($"{call.Words} within {Slow.TotalSeconds} s", Slow);

    public void Failed(StorageCall call, Exception failed)
    {
        // Another wrote it, or what is there is not readable: storage has answered.
        if (failed is InconsistentStateException or InvalidDataException)
        {
            Answered();
        }
        else
        {
            Note($"{call.Words} ({StateException.LineOf(failed)})", TimeSpan.Zero);
        }
    }

    private void Note(string trouble, TimeSpan lasted)
    {
        bool isNews;
        lock (_lock)
        {
            if (_trouble is null)
            {
                _since = clock.GetTimestamp() - (long)(lasted.TotalSeconds * clock.TimestampFrequency);
            }

            _trouble = trouble;
            isNews = !_isSaid && clock.GetElapsedTime(_since) >= OutageAfter;
            _isSaid |= isNews;
        }

        if (isNews)
        {
            DoesNotAnswer(trouble);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "storage does not answer: {Trouble}; what needs it is asked again until it does")]
    private partial void DoesNotAnswer(string trouble);

    [LoggerMessage(2, LogLevel.Warning, "storage answers again")]
    private partial void AnswersAgain();
}
