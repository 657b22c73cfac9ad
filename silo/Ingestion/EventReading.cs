using Covenant.Silo.Agreements;
using Covenant.Silo.Checkpoints;
using Covenant.Silo.Kafka;
using Covenant.Silo.Publishing;
using Covenant.Silo.Topics;

namespace Covenant.Silo.Ingestion;

/// <summary>
/// Has one <see cref="EventConsumer"/> after the other read events. Where one hangs inside its client it is left behind, thread and client,
/// and the next one takes its partitions up.
/// </summary>
internal sealed class EventReading(ClientCalls calls, AgreementsFeed agreements, EventsTopic topic, StateGuard state, IServiceProvider services) : BackgroundService
{
    private static readonly TimeSpan BeginAnewAfter = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes once the group has given this silo its first partitions.</summary>
    public Task Joined => _joined.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await agreements.Loaded.WaitAsync(stoppingToken);
            await topic.BeginAsync(stoppingToken);
            if (!await state.MayJoinAsync(stoppingToken))
            {
                return;
            }

            while (await ReadAsync(stoppingToken) && !stoppingToken.IsCancellationRequested)
            {
                await Task.Delay(BeginAnewAfter, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    /// <returns>Whether another one is to follow.</returns>
    private async Task<bool> ReadAsync(CancellationToken stopping)
    {
        var consumer = ActivatorUtilities.CreateInstance<EventConsumer>(services, _joined);
        var (patience, running) = calls.Start(GroupMembership.Client, watch => consumer.Run(watch, stopping), owner: consumer);
        while (await Task.WhenAny(running, Task.Delay(ClientCalls.Look, CancellationToken.None)) != running)
        {
            if (calls.IsMissing(patience, running))
            {
                await consumer.GiveUpAsync();
                return true;
            }
        }

        return await running;
    }
}
