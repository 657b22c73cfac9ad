using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Covenant.Silo.Commands.Kafka;
using Covenant.Silo.Held;
using Covenant.Silo.Hosting;
using Covenant.Silo.Kafka;
using Covenant.Silo.Topics;
using Covenant.Silo.Undelivered;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Commands.Undelivered;

/// <summary>The silo's own parts, for a command that does what a silo does.</summary>
internal sealed class UndeliveredTools : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    // A transaction that nobody ends is given up by the broker within so long, by its defaults.
    private static readonly TimeSpan StandstillMax = TimeSpan.FromSeconds(30);

    private readonly KafkaConnection _connection;
    private readonly KafkaBroker _broker;
    private readonly BrokerHealth _health;
    private readonly UndeliveredBook _book = new(TimeProvider.System);
    private readonly Administrator _administrator;
    private readonly KnownTopics _topics;
    private UndeliveredReader? _reader;

    public UndeliveredTools(KafkaConnection connection, string group)
    {
        _connection = connection;
        var options = Options.Create(connection.OptionsFor(group));
        if (KafkaClients.Refusal(options.Value) is { } refusal)
        {
            throw CommandException.Usage(refusal);
        }

        _broker = new KafkaBroker(options);
        _health = new BrokerHealth(_broker, options, NullLogger<BrokerHealth>.Instance);
        Clients = new KafkaClients(options, _broker, new SiloIdentity(Options.Create(new Hosting.ClusterOptions { Name = "command" }), Options.Create(new EndpointOptions())), _health, connection.Calls);
        _administrator = new Administrator(Clients);
        _topics = new KnownTopics(_administrator, _broker, _health, new LearnedSizes(TimeProvider.System), TimeProvider.System);
    }

    public KafkaClients Clients { get; }

    /// <summary>How many records of the topic are of no known form.</summary>
    public long Unreadable => _reader?.Unreadable ?? 0;

    public string BootstrapServers => _connection.BootstrapServers;

    /// <summary>All that is undelivered now.</summary>
    /// <exception cref="CommandException">The topic is not there, or the broker did not answer.</exception>
    public List<UndeliveredTopic> ReadAll(CancellationToken token)
    {
        _connection.With(KafkaConnection.Administrator, (admin, watch) => RequireTopic(TopicNames.Undelivered, admin, watch));
        try
        {
            Read(RedriveSession.EndAsync(_administrator).GetAwaiter().GetResult(), token);
            return _book.Read();
        }
        catch (KafkaException failed)
        {
            throw CommandException.Failed($"kafka at `{BootstrapServers}`: {_health.Words(failed.Error)}");
        }
        catch (TimeoutException late)
        {
            throw CommandException.Failed(late.Message);
        }
    }

    /// <summary>All that is held now.</summary>
    /// <exception cref="CommandException">The broker did not answer.</exception>
    public async Task<IReadOnlyList<HeldAccount>> HeldAsync(CancellationToken token)
    {
        _connection.With(KafkaConnection.Administrator, (admin, watch) => RequireTopic(TopicNames.Held, admin, watch));
        using var topic = new HeldTopic(Clients);
        try
        {
            return (await topic.CatchUpAsync(token)).Accounts;
        }
        catch (KafkaException failed)
        {
            throw CommandException.Failed($"kafka at `{BootstrapServers}`: {_health.Words(failed.Error)}");
        }
        catch (TimeoutException late)
        {
            throw CommandException.Failed(late.Message);
        }
    }

    public Redrive Redrive(Action<string, int> delivered) => new(
        Clients, _administrator, _topics, _health, _book, null, (end, token) =>
        {
            Read(end, token);
            return Task.CompletedTask;
        },
        delivered);

    public void Dispose()
    {
        _reader?.Dispose();
        _administrator.Dispose();
        _broker.Dispose();
    }

    private void Read(long end, CancellationToken token)
    {
        try
        {
            Clients.Calls.Run(UndeliveredReader.Client, watch => ReadTo(end, watch, token), token);
        }
        catch (KafkaException)
        {
            // Where it hangs, a thread is inside of it: it is left as it is, and the command ends.
            _reader = null;
            throw;
        }
    }

    private bool ReadTo(long end, CallWatch watch, CancellationToken token)
    {
        _reader ??= new UndeliveredReader(Clients, _book, watch);
        for (var (position, since) = (_reader.Position, Stopwatch.GetTimestamp()); !_reader.IsWhole || _reader.Position < end;)
        {
            token.ThrowIfCancellationRequested();
            _reader.Read(Poll, watch);
            if (_reader.Position > position)
            {
                (position, since) = (_reader.Position, Stopwatch.GetTimestamp());
            }
            else if (Stopwatch.GetElapsedTime(since) >= StandstillMax)
            {
                throw new TimeoutException($"`{TopicNames.Undelivered}` could not be read to its end: a transaction is open there, which its silo or the broker ends; run this again");
            }
        }

        return true;
    }

    private bool RequireTopic(string topic, IAdminClient admin, CallWatch watch)
    {
        try
        {
            var options = new DescribeTopicsOptions { RequestTimeout = KafkaConnection.Timeout };
            watch.Run("DescribeTopics", KafkaConnection.Timeout, () => admin.DescribeTopicsAsync(TopicCollection.OfTopicNames([topic]), options).AnswerOf(admin));
            return true;
        }
        catch (DescribeTopicsException unknown) when (unknown.Results.TopicDescriptions is [{ Error.Code: ErrorCode.UnknownTopicOrPart }])
        {
            throw CommandException.Failed($"kafka at `{BootstrapServers}` has no topic `{topic}`; `covenant topics` creates it");
        }
    }
}
