using Confluent.Kafka;
using Covenant.Silo.Kafka;

namespace Covenant.Silo.Publishing;

/// <summary>This silo as a member of the consumer group, for those who commit in its name.</summary>
internal sealed class GroupMembership(ClientCalls calls)
{
    /// <summary>The member's client, in the log.</summary>
    public const string Client = "reader of events";

    private volatile Member? _member;

    /// <summary>
    /// Fresh for each transaction: a broker refuses the offsets of a generation that is over. Null while this silo is no member, or its
    /// client does not say. Waits for the client.
    /// </summary>
    public IConsumerGroupMetadata? Metadata
    {
        get
        {
            if (_member is not { } member || !member.TryEnter())
            {
                return null;
            }

            try
            {
                return calls.Run(Client, member.Metadata, CancellationToken.None, member);
            }
            catch (ClientMissingException)
            {
                member.IsMissing = true;
                return null;
            }
        }
    }

    /// <summary>Whether the member's client does not say who it is: then another one is to take its place.</summary>
    public bool IsMissing => _member is { IsMissing: true };

    public void Join<TKey, TValue>(IConsumer<TKey, TValue> consumer) =>
        _member = new Member(() => consumer.ConsumerGroupMetadata, offsets => consumer.Commit(offsets));

    /// <returns>Completes once nobody uses the consumer here any more: only then it may be disposed of.</returns>
    public Task LeaveAsync() => Interlocked.Exchange(ref _member, null)?.EndAsync() ?? Task.CompletedTask;

    /// <summary>Commits outside a transaction.</summary>
    public void Commit(IEnumerable<TopicPartitionOffset> offsets) => _member?.Commit(offsets);

    private sealed class Member(Func<IConsumerGroupMetadata> metadata, Action<IEnumerable<TopicPartitionOffset>> commit)
    {
        private readonly TaskCompletionSource _unused = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lock _lock = new();
        private int _inside;
        private bool _isOver;

        public Action<IEnumerable<TopicPartitionOffset>> Commit { get; } = commit;

        public volatile bool IsMissing;

        public bool TryEnter()
        {
            lock (_lock)
            {
                _inside += _isOver ? 0 : 1;
                return !_isOver;
            }
        }

        /// <summary>Once for each time it was entered.</summary>
        public IConsumerGroupMetadata Metadata(CallWatch watch)
        {
            try
            {
                return watch.Run("ConsumerGroupMetadata", ClientCalls.Brief, metadata);
            }
            finally
            {
                Change(() => _inside--);
            }
        }

        public Task EndAsync()
        {
            Change(() => _isOver = true);
            return _unused.Task;
        }

        private void Change(Action change)
        {
            lock (_lock)
            {
                change();
                if (_isOver && _inside == 0)
                {
                    _unused.TrySetResult();
                }
            }
        }
    }
}
