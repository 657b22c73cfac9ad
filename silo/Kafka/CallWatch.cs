using Confluent.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Kafka;

/// <summary>
/// Where one thread stands: inside a client's call, and which, or outside. Entering and leaving costs that thread two exchanges and no look
/// at the clock; whoever watches
/// finds it in the same call again and again, and leaves it behind.
/// </summary>
/// <param name="client">Its name in the log.</param>
/// <param name="owner">What is missing where this thread does not come back: the client, where several threads share it.</param>
/// <remarks>
/// INVARIANT (left behind once): a thread is left behind only while it is inside a call, and never leaves that call as if nothing had
/// happened.
/// </remarks>
internal sealed class CallWatch(string client, object owner, ClientCalls calls)
{
    private const long LeftBehind = -1;

    // Odd while inside of a call, even outside, and another one for each call.
    private long _place;
    private string _call = "";
    private long _boundTicks;

    public string Client { get; } = client;

    public object Owner { get; } = owner;

    /// <summary>The present one, or the last.</summary>
    public string Call => Volatile.Read(ref _call);

    /// <summary>Its bound.</summary>
    public TimeSpan Bound => TimeSpan.FromTicks(Volatile.Read(ref _boundTicks));

    /// <summary>The call that the thread is in; null while it is in none.</summary>
    public long? Place => Volatile.Read(ref _place) is var place && (place & 1) == 1 && place != LeftBehind ? place : null;

    /// <summary>Before a call. For the thread that calls, as all that follows.</summary>
    /// <param name="timeout">After which the call itself gives up.</param>
    /// <exception cref="LeftBehindException">Another client has taken this one's place.</exception>
    public void Enter(string call, TimeSpan timeout)
    {
        Volatile.Write(ref _call, call);
        Volatile.Write(ref _boundTicks, (timeout + ClientCalls.Grace).Ticks);
        Move();
        calls.Begin(Client, call);

        // What held it up may have taken so long that its client is disposed of.
        if (Volatile.Read(ref _place) == LeftBehind)
        {
            throw new LeftBehindException(Client, call);
        }
    }

    /// <summary>After a call, also one that failed.</summary>
    /// <exception cref="LeftBehindException">Another client has taken this one's place: this thread touches nothing any more.</exception>
    public void Leave() => Move();

    /// <inheritdoc cref="Enter"/>
    public void Run(string call, TimeSpan timeout, Action action)
    {
        Enter(call, timeout);
        try
        {
            action();
        }
        finally
        {
            Leave();
        }
    }

    /// <inheritdoc cref="Enter"/>
    public T Run<T>(string call, TimeSpan timeout, Func<T> action)
    {
        Enter(call, timeout);
        try
        {
            return action();
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>What a client calls back while this thread is inside of it, and has bounds of its own.</summary>
    /// <inheritdoc cref="Enter"/>
    public void Outside(Action action)
    {
        Move();
        try
        {
            action();
        }
        finally
        {
            Move();
        }
    }

    /// <summary>For whoever watches.</summary>
    /// <param name="place">Where the thread was found for too long.</param>
    /// <returns>Whether it is still there: then it is left behind.</returns>
    public bool TryLeaveBehind(long place) => Interlocked.CompareExchange(ref _place, LeftBehind, place) == place;

    // Nobody but this thread moves it on, so a difference means that it was left behind.
    private void Move()
    {
        var place = Volatile.Read(ref _place);
        if (place == LeftBehind || Interlocked.CompareExchange(ref _place, place + 1, place) != place)
        {
            throw new LeftBehindException(Client, Call);
        }
    }
}

/// <summary>A call was left behind: told to whoever waited for it, as a time-out of Kafka's is.</summary>
internal sealed class ClientMissingException(string client, string call) : KafkaException(new Error(ErrorCode.Local_TimedOut, $"`{client}` has not come back from `{call}`"));

/// <summary>A client has disposed of itself: told to whoever uses it, as an outage is.</summary>
internal sealed class ClientDestroyedException(string client, ObjectDisposedException destroyed)
    : KafkaException(new Error(ErrorCode.Local_Transport, $"`{client}` ended itself over an answer that it cannot read; another one takes its place"), destroyed);

/// <summary>
/// Thrown on the thread of a client whose place another one has taken; it ends that thread's work, and nobody else hears of it.
/// </summary>
internal sealed class LeftBehindException(string client, string call) : OperationCanceledException($"`{client}` was left behind in `{call}`");
