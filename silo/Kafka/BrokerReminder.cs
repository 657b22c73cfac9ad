using Confluent.Kafka;

namespace Covenant.Silo.Kafka;

/// <summary>
/// Tells a client again where the brokers are. A broker that has just come back may name none in its first answer, and then librdkafka drops all it knew for good
/// (<see href="https://github.com/confluentinc/librdkafka/issues/5301">issue 5301</see>); one that it has not dropped stays as it is.
/// </summary>
/// <param name="address">As in <c>bootstrap.servers</c>.</param>
internal sealed class BrokerReminder(IClient client, string address)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private long _remindedAt = Environment.TickCount64;

    public bool IsDue => Environment.TickCount64 - _remindedAt >= Every.TotalMilliseconds;

    /// <summary>Does so every two seconds, however often it is called; for the thread that disposes of the client.</summary>
    public void NowAndThen()
    {
        if (IsDue)
        {
            _remindedAt = Environment.TickCount64;
            client.AddBrokers(address);
        }
    }

    /// <inheritdoc cref="NowAndThen()"/>
    public void NowAndThen(CallWatch watch)
    {
        if (IsDue)
        {
            watch.Run("AddBrokers", ClientCalls.Brief, NowAndThen);
        }
    }
}
