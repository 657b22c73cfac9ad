using Confluent.Kafka;
using Covenant.Silo.Health;
using Covenant.Silo.Kafka;
using Covenant.Silo.Telemetry;
using Covenant.Silo.Topics;

namespace Covenant.Silo.Undelivered;

/// <summary>
/// Every 10 s, while something is undelivered, tries to deliver it: on one silo of the cluster, the one that has the first partition of the
/// events.
/// </summary>
internal sealed partial class UndeliveredRedriver(
    KafkaClients clients, Administrator administrator, KnownTopics topics, TopicProvisioner provisioner, BrokerHealth health, UndeliveredBook book, UndeliveredFeed feed, Readiness readiness,
    CaughtFaults faults, UndeliveredMetrics metrics, ILogger<UndeliveredRedriver> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    // Somebody who ended this silo's right to deliver (a command, or a silo that has just got the partition) has this long to come to an
    // end with it.
    private static readonly TimeSpan YieldFor = TimeSpan.FromSeconds(60);

    private static readonly TopicPartition Chooser = new(TopicNames.Events, 0);

    private readonly Dictionary<string, int> _delivered = new(StringComparer.Ordinal);
    private string? _said;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Not disposed of: where the silo stops in the middle of a round, that goes on until the process ends.
        var redrive = new Redrive(clients, administrator, topics, health, book, EnsureAsync, feed.ReachedAsync, Delivered);
        try
        {
            for (var pause = Every; ;)
            {
                await Task.Delay(pause, stoppingToken);
                pause = Every;
                if (feed.Loaded.IsCompletedSuccessfully && readiness.Has(Chooser) && book.Read().Count > 0)
                {
                    pause = await RoundAsync(redrive, stoppingToken).WaitAsync(stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    /// <returns>How long to wait for the next one.</returns>
    private async Task<TimeSpan> RoundAsync(Redrive redrive, CancellationToken token)
    {
        try
        {
            var outcome = await Task.Run(() => redrive.RoundAsync(_ => true, token), token);
            Say(outcome.Trouble);
            return outcome.IsFenced ? YieldFor * (1 + Random.Shared.NextDouble()) : Every;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            faults.Report("delivering what is undelivered", fault);
            return Every;
        }
        finally
        {
            foreach (var (topic, count) in _delivered)
            {
                IsDelivered(count, topic);
            }

            _delivered.Clear();
        }
    }

    private Task<string?> EnsureAsync(string topic) => TopicNames.InstitutionOf(topic) is { } institution && topic == TopicNames.ViolationsOf(institution) ? provisioner.EnsureNowAsync(institution)
        : Task.FromResult<string?>("the topic is not there; `covenant topics` creates it");

    private void Delivered(string topic, int count)
    {
        if (count > 0)
        {
            metrics.Redriven(topic, count);
            _delivered[topic] = _delivered.GetValueOrDefault(topic) + count;
        }
    }

    private void Say(string? trouble)
    {
        if (trouble is not null && trouble != _said)
        {
            NotTried(trouble, Every.TotalSeconds);
        }

        _said = trouble;
    }

    [LoggerMessage(1, LogLevel.Warning, "{Count} records that `{Topic}` had refused are delivered")]
    private partial void IsDelivered(int count, string topic);

    [LoggerMessage(2, LogLevel.Warning, "what is undelivered could not be tried ({Reason}); trying again every {Seconds} s")]
    private partial void NotTried(string reason, double seconds);
}
