using Orleans.Storage;

namespace Covenant.Grains.Delivery;

/// <summary>A grain's state between its memory and storage: written when something asks for it, and as one write for all that ask at once.</summary>
/// <param name="copy">The state as it is now, whole.</param>
/// <param name="drop">Ends the activation.</param>
internal sealed class DurableState<T>
    where T : class, new()
{
    private readonly IPersistentState<T> _stored;
    private readonly Func<T> _copy;
    private readonly Action _drop;
    private readonly GroupWriter _writer;
    private long _changes;
    private long _written;

    public DurableState(IPersistentState<T> stored, Func<T> copy, Action drop)
    {
        (_stored, _copy, _drop) = (stored, copy, drop);
        _writer = new GroupWriter(WriteAsync);
    }

    /// <summary>The memory is not to be written: it is wrong, or another activation's is newer.</summary>
    public bool IsAbandoned { get; private set; }

    /// <summary>Takes what was read, so that it is not kept twice.</summary>
    public T? Take()
    {
        if (!_stored.RecordExists)
        {
            return null;
        }

        var state = _stored.State;
        _stored.State = new T();
        return state;
    }

    /// <summary>Reads what is in storage, in place of what another activation handed over.</summary>
    public Task ReadAsync() => _stored.ReadStateAsync();

    public void Changed() => _changes++;

    /// <summary>Returns once every change made so far is in storage.</summary>
    /// <exception cref="InconsistentStateException">Another activation wrote meanwhile; this one ends, for what it remembers may lack what that one applied.</exception>
    public Task PersistAsync() => _written == _changes ? Task.CompletedTask : _writer.WriteAsync();

    /// <summary>Ends the activation without writing.</summary>
    public void Abandon()
    {
        IsAbandoned = true;
        _drop();
    }

    /// <summary>For the end of the activation.</summary>
    /// <param name="isMigrating">The next activation takes over what is here instead of reading.</param>
    /// <exception cref="InvalidOperationException">There is nothing to take over, so that the activation must not migrate: the next one reads.</exception>
    public async Task CloseAsync(bool isMigrating)
    {
        if (!IsAbandoned)
        {
            try
            {
                await PersistAsync();
            }
            catch (InvalidOperationException) when (IsAbandoned)
            {
                // Given up while it waited for the write before.
            }
            catch (InconsistentStateException)
            {
                // Another activation is newer; whatever this one alone was sent, the partition notices to be missing there.
            }
        }

        if (isMigrating || !IsAbandoned)
        {
            // A silo that stops hands over too, whatever reason it gives.
            _stored.State = IsAbandoned ? throw new InvalidOperationException("the memory was given up") : _copy();
        }
    }

    private async Task WriteAsync()
    {
        if (IsAbandoned)
        {
            // INVARIANT (abandoned): a write that was asked for before, and waited for the one under way, is not made: what it would store
            // may be half of a change.
            throw new InvalidOperationException("the memory was given up before it was stored, and is read again");
        }

        var changes = _changes;
        _stored.State = _copy();
        try
        {
            await _stored.WriteStateAsync();
            _written = changes;
        }
        catch (InconsistentStateException)
        {
            Abandon();
            throw;
        }
        finally
        {
            // The bytes are in storage or to be made anew: they need not stay beside what they were made from.
            _stored.State = new T();
        }
    }
}
