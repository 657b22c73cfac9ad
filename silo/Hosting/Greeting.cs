using Covenant.Grains.Agreements;
using Covenant.Silo.Agreements;
using Covenant.Silo.Kafka;
using Covenant.Silo.Terminal;
using Covenant.Silo.Topics;

namespace Covenant.Silo.Hosting;

/// <summary>Says once what the silo does, when it begins to.</summary>
internal sealed class Greeting(AgreementsFeed agreements, AgreementBooks books, KafkaBroker broker, KafkaClients clients) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await agreements.Loaded.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (agreements.Loaded.IsCompletedSuccessfully)
        {
            var agreed = books.Current.Policies.Count() switch
            {
                0 => "by no agreement yet (`covenant agreements publish` publishes them)",
                1 => "by the agreements of 1 institution",
                var institutions => $"by the agreements of {institutions} institutions",
            };
            StandardOutput.WriteLine($"covenant judges `{TopicNames.Events}` at `{broker.Address}` as group `{clients.Group}`, {agreed}; Ctrl-C stops it");
        }
    }
}
