using Covenant.Grains.Enforcement.Judging;

namespace Covenant.Grains.Agreements;

/// <summary>The book that this silo judges by. Swapped whole on each change; what has begun with one book ends with it.</summary>
public sealed class AgreementBooks
{
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AgreementBook _current = AgreementBook.Empty;
    private TaskCompletionSource? _askedToEnd;

    /// <summary>Completes with the first book: before it, this silo judges nothing, though others may already call its grains.</summary>
    public Task Loaded => _loaded.Task;

    public AgreementBook Current => Volatile.Read(ref _current);

    public void Swap(AgreementBook book)
    {
        Volatile.Write(ref _current, book);
        _loaded.TrySetResult();
    }

    /// <summary>Completes once all that stands in the agreements' topic now is in the book.</summary>
    public Task ReadToEndAsync()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (Interlocked.CompareExchange(ref _askedToEnd, asked, null) ?? asked).Task;
    }

    /// <summary>For whoever keeps the book: who waits for the topic's end. Taken over with the call.</summary>
    public TaskCompletionSource? TakeAskedToEnd() => Interlocked.Exchange(ref _askedToEnd, null);

    /// <exception cref="InvalidOperationException">This silo knows none. The silo that asks does, or did: until both know the same, nothing is judged.</exception>
    public Policy Of(string institution) => Of(Current, institution);

    /// <inheritdoc cref="Of(string)"/>
    public static Policy Of(AgreementBook book, string institution) =>
        book.Find(institution) ?? throw new InvalidOperationException($"a silo does not know institution `{institution}`: its agreement is new, or was just withdrawn");
}
