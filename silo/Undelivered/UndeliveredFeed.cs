using Confluent.Kafka;
using Covenant.Silo.Health;
using Covenant.Silo.Kafka;
using Covenant.Silo.Topics;

namespace Covenant.Silo.Undelivered;

/// <summary>
/// Follows <c>datause.undelivered.v1</c>: every silo knows at its start which topics are diverted, and hears that one takes its records
/// again.
/// </summary>
internal sealed partial class UndeliveredFeed(
    KafkaClients clients, TopicProvisioner topics, UndeliveredBook book, BrokerHealth health, CaughtFaults faults, ILogger<UndeliveredFeed> logger) : BackgroundService
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan TopicMissingPause = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan BeginAnewAfter = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private static readonly TimeSpan ReachTimeout = TimeSpan.FromSeconds(60);

    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile UndeliveredReader? _reader;
    private volatile string? _trouble;
    private long _unreadable;

    /// <summary>Completes once all that stood in the topic at the start is in the book.</summary>
    public Task Loaded => _loaded.Task;

    /// <summary>Why the topic cannot be read, in words; null where it is.</summary>
    public string? Trouble => _trouble;

    /// <summary>Completes once all committed records below this offset are in the book.</summary>
    /// <exception cref="TimeoutException">They were not in time: a transaction is open there, or the topic cannot be read.</exception>
    public async Task ReachedAsync(long end, CancellationToken token)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(token);
        deadline.CancelAfter(ReachTimeout);
        while (_reader is not { IsWhole: true } reader || reader.Position < end)
        {
            await Task.Delay(Glance, deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            token.ThrowIfCancellationRequested();
            if (deadline.IsCancellationRequested)
            {
                throw new TimeoutException($"`{TopicNames.Undelivered}` was not read to its end within {ReachTimeout.TotalSeconds} s{(_trouble is { } trouble ? $": {trouble}" : "")}");
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await topics.PartitionsOfAsync(TopicNames.Undelivered, TopicMissingPause, stoppingToken);
                await clients.Calls.RunAsync(UndeliveredReader.Client, watch => Follow(watch, stoppingToken), CancellationToken.None);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (KafkaException refused)
            {
                health.Report(refused.Error);
                Say(health.Words(refused.Error));
            }
            catch (Exception fault)
            {
                faults.Report("the feed of what is undelivered", fault);
            }

            await Task.Delay(BeginAnewAfter, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _loaded.TrySetCanceled(stoppingToken);
    }

    private bool Follow(CallWatch watch, CancellationToken stopping)
    {
        using var reader = new UndeliveredReader(clients, book, watch);
        _reader = reader;
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                ReadOn(reader, watch);
            }

            return true;
        }
        finally
        {
            // Where this thread was left behind, another reader has taken its place.
            Interlocked.CompareExchange(ref _reader, null, reader);
        }
    }

    private void ReadOn(UndeliveredReader reader, CallWatch watch)
    {
        try
        {
            reader.Read(Poll, watch);
        }
        catch (ConsumeException passing) when (!passing.Error.IsFatal && passing.Error.IsPassing)
        {
            health.Report(passing.Error);
            return;
        }

        if (reader.IsWhole)
        {
            _trouble = null;
            _loaded.TrySetResult();
        }

        if (reader.Unreadable > _unreadable)
        {
            _unreadable = reader.Unreadable;
            NotRead(TopicNames.Undelivered, reader.Unreadable);
        }
    }

    private void Say(string reason)
    {
        if (_trouble != reason)
        {
            _trouble = reason;
            BeginsAnew(TopicNames.Undelivered, reason);
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "`{Topic}` cannot be read ({Reason}); trying on: until then nothing that is undelivered is delivered, and nobody hears that a topic takes records again")]
    private partial void BeginsAnew(string topic, string reason);

    [LoggerMessage(2, LogLevel.Warning, "`{Topic}` has {Count} records of no known form, which stay there; a newer version of Covenant may have written them")]
    private partial void NotRead(string topic, long count);
}
