using Confluent.Kafka;

namespace Covenant.LoadTests.Processes;

/// <summary>
/// Tells a client again where the broker is, which librdkafka may have dropped for good while it came back (<see href="https://github.com/confluentinc/librdkafka/issues/5301">issue 5301</see>).
/// For the thread that disposes of the client.
/// </summary>
internal sealed class BrokerReminder(IClient client, string address)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private long _remindedAt = Environment.TickCount64;

    public void NowAndThen()
    {
        if (Environment.TickCount64 - _remindedAt >= Every.TotalMilliseconds)
        {
            _remindedAt = Environment.TickCount64;
            client.AddBrokers(address);
        }
    }
}
