using Covenant.Silo.Hosting;
using Covenant.Silo.Ingestion;
using Covenant.Silo.Kafka;
using Covenant.Silo.Publishing;
using Covenant.Silo.Topics;
using Microsoft.Extensions.Options;

namespace Covenant.Silo.Demo;

/// <summary>Publishes the sample agreements before anything is read, then the story's events one by one, over and over, as any producer would.</summary>
internal sealed class StoryTeller(
    Story story, StoryClock clock, TopicProvisioner topics, RecordPublisher publisher, EventReading reading, DemoScreen screen, SiloExit exit, IOptions<DemoOptions> demo,
    IOptions<IngestionOptions> ingestion) : BackgroundService
{
    // Events that may be under way while the story's clock still waits for them.
    private const int UnderWayMax = 3;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        screen.Welcome(story.Start, demo.Value.StoryTime);
        await topics.EnsureBuiltInAsync(cancellationToken);
        foreach (var (institution, yaml) in story.Agreements())
        {
            await SendAsync(new OutgoingRecord(TopicNames.Agreements, Utf8(institution), Utf8(yaml)), cancellationToken);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await reading.Joined.WaitAsync(stoppingToken);
            for (var telling = 1; ; telling++)
            {
                await TellAsync(telling, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested || exit.HasFailed)
        {
        }
    }

    private async Task TellAsync(int telling, CancellationToken token)
    {
        Queue<DateTimeOffset> underWay = [];
        foreach (var next in story.Tell(telling))
        {
            await SendAsync(new OutgoingRecord(TopicNames.Events, next.Key, next.Value, EventRecords.Structured(), Timestamp: next.Time), token);
            underWay.Enqueue(next.Time);
            if (underWay.Count > UnderWayMax)
            {
                clock.MoveTo(underWay.Dequeue());
            }

            await Task.Delay(demo.Value.StoryTime / story.Length, token);
        }

        // What is still open falls due while nothing happens, up to where the next telling begins.
        clock.MoveTo(story.EndOf(telling));
        await Task.Delay(2 * ingestion.Value.IdleAfter, token);
    }

    private async Task SendAsync(OutgoingRecord record, CancellationToken token)
    {
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var acknowledgement = new Acknowledgement(sent.SetResult);
        await publisher.PublishAsync(record, acknowledgement, token);
        acknowledgement.AllExpected();
        await sent.Task.WaitAsync(token);
    }

    private static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
