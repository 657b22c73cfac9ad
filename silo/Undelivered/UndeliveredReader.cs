using Confluent.Kafka;
using Covenant.Silo.Kafka;
using Covenant.Silo.Topics;

namespace Covenant.Silo.Undelivered;

/// <summary>
/// Reads <c>datause.undelivered.v1</c> from its beginning and on, and keeps the book. For one thread; any may ask how far it has come.
/// </summary>
/// <remarks>INVARIANT (left behind): the book is touched only after a call into the client came back, so that a thread that was left behind
/// in one touches it no more.</remarks>
internal sealed class UndeliveredReader : IDisposable
{
    /// <summary>The reader's client, in the log.</summary>
    public const string Client = "reader of what is undelivered";

    private static readonly TopicPartition Partition = new(TopicNames.Undelivered, 0);

    // Whoever reads on looks now and then whether to end.
    private const int TakenMax = 1_000;

    private readonly KafkaClients _clients;
    private readonly UndeliveredBook _book;
    private readonly IConsumer<byte[], byte[]> _consumer;
    private readonly BrokerReminder _reminder;
    private long _position;

    /// <param name="watch">Of the thread that calls.</param>
    public UndeliveredReader(KafkaClients clients, UndeliveredBook book, CallWatch watch)
    {
        (_clients, _book) = (clients, book);
        _consumer = watch.Run("create", ClientCalls.Brief, clients.WholeTopicReader(clients.UndeliveredGroup).Build);
        _reminder = clients.Reminder(_consumer);
        book.Clear();
        try
        {
            watch.Run("Assign", ClientCalls.Brief, () => _consumer.Assign(new TopicPartitionOffset(Partition, Offset.Beginning)));
        }
        catch (Exception)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>All committed records below this offset are in the book.</summary>
    public long Position => Interlocked.Read(ref _position);

    /// <summary>Whether all that stood there at some moment is in the book.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>How many records were met that are of no known form; they are left where they are.</summary>
    public long Unreadable { get; private set; }

    /// <summary>Waits for the next record so long, and takes what came with it.</summary>
    /// <param name="watch">Of the thread that calls.</param>
    /// <exception cref="ConsumeException">The broker refuses.</exception>
    public void Read(TimeSpan wait, CallWatch watch)
    {
        _reminder.NowAndThen(watch);
        for (var taken = 0; taken < TakenMax && Next(wait, watch) is { } result; taken++)
        {
            wait = TimeSpan.Zero;
            if (result.IsPartitionEOF)
            {
                Interlocked.Exchange(ref _position, result.Offset.Value);
                IsWhole = true;
                return;
            }

            Take(result);
        }
    }

    public void Dispose() => _clients.End(_consumer);

    private ConsumeResult<byte[], byte[]>? Next(TimeSpan wait, CallWatch watch)
    {
        watch.Enter("Consume", wait);
        try
        {
            return _consumer.Consume(wait);
        }
        finally
        {
            watch.Leave();
        }
    }

    private void Take(ConsumeResult<byte[], byte[]> result)
    {
        if (result.Offset.Value < Position)
        {
            // The topic was deleted and made again: nothing of the one before is left.
            _book.Clear();
        }

        var message = new Message<byte[]?, byte[]?> { Key = result.Message.Key, Value = result.Message.Value, Headers = result.Message.Headers };
        if (UndeliveredForm.Read(message, result.Offset.Value) is { } entry)
        {
            _book.Take(entry);
        }
        else
        {
            Unreadable++;
        }

        Interlocked.Exchange(ref _position, result.Offset.Value + 1);
    }
}
