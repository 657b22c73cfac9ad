using System.Text;
using Confluent.Kafka;

namespace Covenant.Tests.Access;

/// <summary>Somebody at the guarded broker, by a client that knows nothing of the silo: what happens when they try.</summary>
internal sealed class KafkaUser(GuardedKafka kafka, string name)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    public string Name => name;

    /// <returns>The first record's value, or how the broker refused.</returns>
    public string Reads(string topic, string group)
    {
        using var consumer = new ConsumerBuilder<string?, string?>(new ConsumerConfig(Settings()) { GroupId = group, AutoOffsetReset = AutoOffsetReset.Earliest, EnablePartitionEof = true })
            .SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        consumer.Subscribe(topic);
        try
        {
            var result = consumer.Consume(Timeout);
            return result is null ? "nothing" : result.IsPartitionEOF ? "empty" : result.Message.Value ?? "null";
        }
        catch (ConsumeException refused)
        {
            return refused.Error.Code.ToString();
        }
        finally
        {
            consumer.Close();
        }
    }

    /// <returns><c>written</c>, or how the broker refused.</returns>
    public async Task<string> WritesAsync(string topic, string? key = null, string value = "{}")
    {
        using var producer = new ProducerBuilder<string?, byte[]>(new ProducerConfig(Settings()) { MessageTimeoutMs = (int)Timeout.TotalMilliseconds })
            .SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        try
        {
            await producer.ProduceAsync(topic, new Message<string?, byte[]> { Key = key, Value = Encoding.UTF8.GetBytes(value) });
            return "written";
        }
        catch (ProduceException<string?, byte[]> refused)
        {
            return refused.Error.Code.ToString();
        }
    }

    /// <returns><c>done</c>, or how the broker refused.</returns>
    public async Task<string> AdministersAsync(Func<IAdminClient, Task> work)
    {
        using var admin = new AdminClientBuilder(Settings()).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        try
        {
            await work(admin);
            return "done";
        }
        catch (Confluent.Kafka.Admin.DeleteTopicsException refused)
        {
            return refused.Results.Single().Error.Code.ToString();
        }
        catch (Confluent.Kafka.Admin.CreateTopicsException refused)
        {
            return refused.Results.Single().Error.Code.ToString();
        }
    }

    private Dictionary<string, string> Settings()
    {
        var settings = GuardedKafka.LoginOf(name).ToDictionary(setting => setting.Key, setting => setting.Value, StringComparer.Ordinal);
        settings["bootstrap.servers"] = kafka.Address;
        return settings;
    }
}
