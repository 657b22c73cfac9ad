using Covenant.Contracts.Events;
using Covenant.Grains.Agreements;
using Covenant.Grains.Enforcement.Judging;
using Covenant.Grains.Enforcement.Remembering;

namespace Covenant.Grains.Cohorts;

/// <summary>One customer of a cohort. Its memory is an object while events come, and bytes once none have come for a while: a tenth of the size.</summary>
internal sealed class Member(string institution, string customer)
{
    /// <summary>Of what never comes.</summary>
    public const long Never = long.MaxValue;

    private CustomerState? _state;
    private byte[]? _bytes;
    private AgreementBook? _book;
    private Policy? _policy;

    public string Institution { get; } = institution;

    public string Customer { get; } = customer;

    public string Key => $"{Institution}/{Customer}";

    /// <summary>The next member of the same name, at another institution.</summary>
    public Member? Next { get; set; }

    /// <summary>Where its last event came from: that partition's clock decides what falls due.</summary>
    public int Partition { get; set; }

    /// <summary>When its first open obligation is decided, in ticks: once the watermark is later.</summary>
    public long Due { get; private set; } = Never;

    /// <summary>The earliest time at which it stands in the queue of its partition.</summary>
    public long QueuedFor { get; set; } = Never;

    /// <summary>The number of the checkpoint in which it was judged last.</summary>
    public int TouchedIn { get; set; }

    /// <summary>Why its stored state cannot be read; null where it can, or nobody has tried.</summary>
    public string? Unreadable { get; private set; }

    /// <summary>What storage has of it, to be read when it is needed.</summary>
    public void Restore(int partition, long due, byte[] bytes) => (Partition, Due, _bytes) = (partition, due, bytes);

    /// <inheritdoc cref="CustomerState.Prefetch"/>
    public long Prefetch() => _state?.Prefetch() ?? 0;

    /// <returns>Null where what is stored cannot be read.</returns>
    public CustomerState? Thaw()
    {
        if (_state is null && Unreadable is null)
        {
            try
            {
                _state = _bytes is null ? new CustomerState() : CustomerState.Decode(_bytes);
                _bytes = null;
            }
            catch (Exception unreadable)
            {
                // Damaged bytes may lead anywhere; it is this customer's memory alone that is not to be had.
                Unreadable = $"the stored state of the customer cannot be read: {unreadable.Message.ReplaceLineEndings(" ")}";
            }
        }

        return _state;
    }

    /// <summary>It begins anew, as if nothing had ever come of it.</summary>
    public void Forget() => (_state, _bytes, Unreadable, Due, QueuedFor) = (new CustomerState(), null, null, Never, Never);

    /// <summary>Its memory as it is now, to go back to.</summary>
    public byte[] Save(StateWriter writer) => Encode(writer, isIdle: false).ToArray();

    /// <summary>As it was when this was made of it.</summary>
    public void GoBack(byte[] saved) => (_state, _book, _policy) = (CustomerState.Decode(saved), null, null);

    /// <summary>Its memory as bytes.</summary>
    /// <param name="writer">Used for it, and good until it is used again.</param>
    /// <param name="isIdle">Nothing has come of it for a while: from now on they stand for the memory.</param>
    public ReadOnlySpan<byte> Encode(StateWriter writer, bool isIdle)
    {
        if (_state is null)
        {
            return _bytes;
        }

        writer.Reset();
        _state.Encode(writer);
        if (isIdle)
        {
            _bytes = writer.Written.ToArray();
            (_state, _book, _policy) = (null, null, null);
        }

        return writer.Written;
    }

    /// <exception cref="InvalidOperationException">This silo knows no agreement of the institution.</exception>
    public Policy PolicyBy(AgreementBook book)
    {
        if (!ReferenceEquals(_book, book))
        {
            (_policy, _book) = (AgreementBooks.Of(book, Institution), book);
        }

        return _policy!;
    }

    /// <summary>After it was judged.</summary>
    public void Judged() => Due = _state?.NextDue is { } due ? due.Ticks : Never;

    /// <summary>What the partition's clock must have passed for something to be decided.</summary>
    public long WakeAt(AgreementBook book) => Due == Never || book.Find(Institution) is not { } policy ? Never : Math.Min(Due + policy.Tolerance, EventTime.MaxTicks);
}
