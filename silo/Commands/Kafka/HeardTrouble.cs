using Confluent.Kafka;
using Covenant.Silo.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Commands.Kafka;

/// <summary>What a client of a command said aside about its way to the broker, while a request of it was under way. librdkafka tells the request itself that time ran out, and nothing more.</summary>
/// <param name="user">As which the client comes in.</param>
/// <param name="authorities"><c>ssl.ca.location</c>.</param>
internal sealed class HeardTrouble(string? user, string? authorities)
{
    // A client may have several addresses, of which another one answers.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _lasting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private BrokerTrouble? _trouble;

    /// <summary>Called on librdkafka's threads.</summary>
    public void Add(Error error)
    {
        if (error.Code == ErrorCode.Local_AllBrokersDown)
        {
            lock (_lock)
            {
                if (_trouble is { IsLasting: true })
                {
                    _lasting.TrySetResult();
                }
            }
        }
        else
        {
            Add(BrokerWords.Of(error, user));
        }
    }

    /// <summary>Called on librdkafka's threads.</summary>
    public void Add(LogMessage line) => Add(BrokerWords.Of(line));

    /// <summary>Completes where no address can be used and waiting does not help.</summary>
    public async Task IsHopelessAsync()
    {
        await _lasting.Task;
        await Task.Delay(Grace);
    }

    /// <summary>In words; null where it said nothing.</summary>
    public string? Words()
    {
        BrokerTrouble? trouble;
        lock (_lock)
        {
            trouble = _trouble;
        }

        return trouble?.Certificate is { } listener && BrokerCertificate.WhatIsWrongAsync(listener, authorities).GetAwaiter().GetResult() is { } wrong ? wrong : trouble?.Words;
    }

    // What lasts outweighs what may pass: after a refusal the client goes on trying, and hears less.
    private void Add(BrokerTrouble? trouble)
    {
        lock (_lock)
        {
            _trouble = trouble is null || _trouble is { IsLasting: true } && !trouble.IsLasting ? _trouble : trouble;
        }
    }
}
