using Confluent.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Kafka;

/// <summary>
/// A client that is made when it is first used, and made anew when one of its calls does not come back. For any thread, and several at
/// once.
/// </summary>
/// <param name="name">In the log.</param>
/// <param name="create">Makes one.</param>
/// <param name="asksGroup">Whether its calls go to a group's coordinator: librdkafka may lose that for good when a broker comes back, and
/// then each call runs out of time, so another client takes its place.</param>
internal sealed class WatchedClient<TClient>(string name, Func<TClient> create, KafkaClients clients, bool asksGroup = false) : IDisposable
    where TClient : class, IClient
{
    private readonly Lock _lock = new();
    private Held? _held;

    /// <param name="timeout">After which the call itself gives up.</param>
    /// <inheritdoc cref="ClientCalls.RunAsync{T}"/>
    public Task<T> RunAsync<T>(string call, TimeSpan timeout, Func<TClient, T> work, CancellationToken token) =>
        RunAsync((client, watch) => watch.Run(call, timeout, () => work(client)), token);

    /// <inheritdoc cref="ClientCalls.RunAsync{T}"/>
    public async Task<T> RunAsync<T>(Func<TClient, CallWatch, T> work, CancellationToken token)
    {
        var held = Take();
        try
        {
            return await clients.Calls.RunAsync(name, watch => Use(held, work, watch), token, held);
        }
        catch (ObjectDisposedException destroyed)
        {
            throw Destroyed(held, destroyed);
        }
        catch (Exception failed) when (IsUseless(held, failed))
        {
            Replace(held);
            throw;
        }
    }

    /// <summary>Waits on this thread.</summary>
    /// <inheritdoc cref="ClientCalls.RunAsync{T}"/>
    public T Run<T>(string call, TimeSpan timeout, Func<TClient, T> work)
    {
        var held = Take();
        try
        {
            return clients.Calls.Run(name, watch => Use(held, (client, _) => watch.Run(call, timeout, () => work(client)), watch), CancellationToken.None, held);
        }
        catch (ObjectDisposedException destroyed)
        {
            throw Destroyed(held, destroyed);
        }
        catch (Exception failed) when (IsUseless(held, failed))
        {
            Replace(held);
            throw;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _held?.Retire();
            _held = null;
        }
    }

    private bool IsUseless(Held held, Exception failed) =>
        failed is ClientMissingException || !held.IsMade || (asksGroup && failed is KafkaException { Error.Code: ErrorCode.Local_TimedOut or ErrorCode.Local_WaitCoord });

    private Held Take()
    {
        lock (_lock)
        {
            // Here and not where it is used, so that it is not disposed of in between.
            _held ??= new Held(create, clients);
            _held.Enter();
            return _held;
        }
    }

    private ClientDestroyedException Destroyed(Held held, ObjectDisposedException destroyed)
    {
        held.Destroyed();
        Replace(held);
        return new ClientDestroyedException(name, destroyed);
    }

    private void Replace(Held useless)
    {
        lock (_lock)
        {
            useless.Retire();
            _held = _held == useless ? null : _held;
        }
    }

    private static T Use<T>(Held held, Func<TClient, CallWatch, T> work, CallWatch watch)
    {
        try
        {
            return work(held.IsMade ? held.Client : watch.Run("create", ClientCalls.Brief, () => held.Client), watch);
        }
        finally
        {
            held.Leave();
        }
    }

    /// <summary>
    /// One client, disposed of once nobody is to begin with it and nobody is inside: librdkafka frees what a thread that is inside still
    /// uses.
    /// </summary>
    private sealed class Held(Func<TClient> create, KafkaClients clients)
    {
        private readonly Lock _lock = new();
        private readonly Lazy<TClient> _client = new(create);
        private int _inside;
        private bool _isRetired;
        private bool _isDestroyed;

        public TClient Client => _client.Value;

        public bool IsMade => _client.IsValueCreated;

        public void Enter() => Change(() => _inside++);

        public void Leave() => Change(() => _inside--);

        public void Retire() => Change(() => _isRetired = true);

        /// <summary>The client has disposed of itself, and would do so a second time.</summary>
        public void Destroyed() => Change(() => _isDestroyed = true);

        private void Change(Action change)
        {
            bool isOver;
            lock (_lock)
            {
                change();
                isOver = _isRetired && !_isDestroyed && _inside == 0;
            }

            if (isOver && IsMade)
            {
                clients.End(_client.Value);
            }
        }
    }
}
