using System.Collections.Concurrent;
using System.Threading.Channels;
using Confluent.Kafka;
using Covenant.Silo.Health;
using Covenant.Silo.Hosting;
using Covenant.Silo.Kafka;
using Covenant.Silo.Publishing;
using Covenant.Silo.Telemetry;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Agreements;

/// <summary>
/// Tells of each refused agreement by one dead letter, whichever silos of the cluster find it and however often they start. The letter and the position behind it are one transaction, under
/// a name that the silos share: whoever begins one ends what another had open, and reads the position only after that.
/// </summary>
/// <remarks>INVARIANT (one dead letter): a position is committed with the letters below it, and never without them; no letter below it is written again. So one that is found again is passed over.</remarks>
internal sealed partial class AgreementRefusals(
    KafkaClients clients, KafkaBroker broker, CaughtFaults faults, CovenantMetrics metrics, TimeProvider clock, ILogger<AgreementRefusals> logger) : BackgroundService
{
    /// <summary>The dead letter's <c>__datause.errors.code</c>.</summary>
    public const string Code = "agreement-refused";

    private const int WaitingMax = 256;

    private static readonly TimeSpan Timeout = FailureDetection.TransactionTimeout;

    private static readonly TimeSpan RetryAfterMin = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan RetryAfterMax = TimeSpan.FromSeconds(5);

    private readonly Channel<DeadLetter> _waiting = Channel.CreateBounded<DeadLetter>(new BoundedChannelOptions(WaitingMax) { SingleReader = true });

    // Of the embedded broker, which drops positions that are sent with a transaction; it has one silo, and ends with it.
    private readonly Dictionary<TopicPartition, long> _toldHere = [];
    private readonly HashSet<long> _tooLarge = [];

    // Several together were too large, so it is not known which of them are so alone.
    private bool _isOneByOne;
    private bool _isSaid;

    /// <summary>Returns at once, but for where very many wait; it is told in the order in which they come, once the broker takes it.</summary>
    public ValueTask AddAsync(DeadLetter letter, CancellationToken token) => _waiting.Writer.WriteAsync(letter, token);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _waiting.Reader.WaitToReadAsync(stoppingToken))
            {
                List<DeadLetter> letters = [];
                while (letters.Count < WaitingMax && _waiting.Reader.TryRead(out var letter))
                {
                    letters.Add(letter);
                }

                await TellAsync(letters, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task TellAsync(List<DeadLetter> letters, CancellationToken token)
    {
        for (var pause = RetryAfterMin; !await TryTellAsync(letters, token); pause = pause * 2 < RetryAfterMax ? pause * 2 : RetryAfterMax)
        {
            // Silos find the same letter at the same moment, and each would end what the other has begun.
            await Task.Delay(pause * (1 + Random.Shared.NextDouble()), clock, token);
        }

        (_isSaid, _isOneByOne) = (false, false);
        _tooLarge.Clear();
    }

    private async Task<bool> TryTellAsync(List<DeadLetter> letters, CancellationToken token)
    {
        try
        {
            return await clients.Calls.RunAsync("writer of refused agreements", watch => TryTell(letters, watch), token);
        }
        catch (KafkaException failed)
        {
            if (failed.Error.Code is not (ErrorCode.Local_Fenced or ErrorCode.ProducerFenced or ErrorCode.InvalidProducerEpoch))
            {
                Say(failed.Error.Reason);
            }

            return false;
        }
        catch (Exception fault) when (!token.IsCancellationRequested)
        {
            faults.Report("telling of refused agreements", fault);
            return false;
        }
    }

    private bool TryTell(List<DeadLetter> letters, CallWatch watch)
    {
        // Cheap, and enough for all that an earlier life of the cluster has told.
        if (Untold(letters, watch) is { Count: > 0 })
        {
            Tell(letters, watch);
        }

        return true;
    }

    private void Tell(List<DeadLetter> letters, CallWatch watch)
    {
        var producer = clients.OpenTransactional(watch, Timeout, clients.RefusalsTransactionalId);
        try
        {
            // INVARIANT (one dead letter): asked after the one before was ended, so that nothing of it can be committed later than this.
            var untold = Untold(letters, watch);
            if (untold.Count == 0)
            {
                return;
            }

            watch.Run("BeginTransaction", ClientCalls.Brief, producer.BeginTransaction);
            var positions = untold.GroupBy(letter => letter.At.TopicPartition).Select(one => new TopicPartitionOffset(one.Key, one.Max(letter => letter.At.Offset.Value) + 1)).ToList();
            Write(producer, untold, positions, watch);
            untold.ForEach(letter => metrics.DeadLetter(letter.Code));
            untold.ForEach(letter => Refused(letter.Reason));
        }
        finally
        {
            clients.End(producer);
        }
    }

    private void Commit(IProducer<byte[]?, byte[]?> producer, List<TopicPartitionOffset> positions, CallWatch watch)
    {
        if (!broker.IsEmbedded)
        {
            AsGroup(watch, group =>
            {
                var member = watch.Run("ConsumerGroupMetadata", ClientCalls.Brief, () => group.ConsumerGroupMetadata);
                watch.Run("SendOffsetsToTransaction", Timeout, () => producer.SendOffsetsToTransaction(positions, member, Timeout));
                return true;
            });
        }

        watch.Run("CommitTransaction", Timeout, () => producer.CommitTransaction(Timeout));
        if (broker.IsEmbedded)
        {
            positions.ForEach(one => _toldHere[one.TopicPartition] = one.Offset.Value);
        }
    }

    private void Write(IProducer<byte[]?, byte[]?> producer, List<DeadLetter> letters, List<TopicPartitionOffset> positions, CallWatch watch)
    {
        // Those that were too large, alone or together.
        var tooLarge = new ConcurrentQueue<long>();
        try
        {
            letters.ForEach(letter => Produce(producer, letter, tooLarge, watch));
            Commit(producer, positions, watch);
        }
        catch (KafkaException)
        {
            // The next try writes what stands in for the one that is too large, or finds out which one it is.
            _isOneByOne |= tooLarge.Count > 1;
            _tooLarge.UnionWith(tooLarge.Count == 1 ? tooLarge : []);
            throw;
        }
    }

    private void Produce(IProducer<byte[]?, byte[]?> producer, DeadLetter letter, ConcurrentQueue<long> tooLarge, CallWatch watch)
    {
        var record = DeadLetters.ToRecord(letter, clock.GetUtcNow());
        record = _tooLarge.Contains(letter.At.Offset.Value) ? record.WhenTooLarge! : record;
        producer.Produce(record.Topic, new Message<byte[]?, byte[]?> { Key = record.Key, Value = record.Value, Headers = record.Headers }, report =>
        {
            if (RefusedTelling.IsOfSize(report.Error.Code))
            {
                tooLarge.Enqueue(letter.At.Offset.Value);
            }
        });
        if (_isOneByOne)
        {
            watch.Run("Flush", Timeout, () => producer.Flush(Timeout));
        }
    }

    private List<DeadLetter> Untold(List<DeadLetter> letters, CallWatch watch)
    {
        var partitions = letters.Select(letter => letter.At.TopicPartition).Distinct().ToList();
        var told = broker.IsEmbedded ? _toldHere : AsGroup(watch, group => watch.Run("Committed", Timeout, () => group.Committed(partitions, Timeout))
            .ToDictionary(one => one.TopicPartition, one => one.Offset.IsSpecial ? 0 : EndOrLess(group, one, watch)));
        return letters.FindAll(letter => letter.At.Offset.Value >= told.GetValueOrDefault(letter.At.TopicPartition));
    }

    // A position behind the log's end is that of a topic of the same name before it.
    private static long EndOrLess(IConsumer<Ignore, Ignore> group, TopicPartitionOffset committed, CallWatch watch) =>
        committed.Offset.Value <= watch.Run("QueryWatermarkOffsets", Timeout, () => group.QueryWatermarkOffsets(committed.TopicPartition, Timeout)).High.Value ? committed.Offset.Value : 0;

    private T AsGroup<T>(CallWatch watch, Func<IConsumer<Ignore, Ignore>, T> ask)
    {
        var group = watch.Run("create", ClientCalls.Brief, () => clients.OffsetsOf(clients.AgreementsGroup));
        try
        {
            return ask(group);
        }
        finally
        {
            clients.End(group);
        }
    }

    private void Say(string reason)
    {
        if (!_isSaid)
        {
            _isSaid = true;
            NotTold(reason);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "an agreement is refused, and changes nothing: {Reason}")]
    private partial void Refused(string reason);

    [LoggerMessage(2, LogLevel.Warning, "a refused agreement is not told yet ({Reason}); trying on")]
    private partial void NotTold(string reason);
}
