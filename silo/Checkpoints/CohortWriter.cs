using Covenant.Silo.Hosting;
using Covenant.Silo.Ingestion;

namespace Covenant.Silo.Checkpoints;

/// <summary>Has cohorts stored: a bounded number at once, spread over the time there is, and again until storage took them.</summary>
internal sealed partial class CohortWriter(int partition, CohortGrains grains, int writesMax, TimeProvider clock, ILogger<CohortWriter> logger)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private bool _isSaid;

    /// <param name="lastSent">By cohort, the offset up to which it must be in storage.</param>
    /// <param name="timeLeft">To spread the writes over; asked again and again.</param>
    /// <returns>The cohort that lacks something that was sent to it; null where all are stored.</returns>
    public async Task<int?> StoreAsync(IReadOnlyDictionary<int, long> lastSent, Func<TimeSpan> timeLeft, CancellationToken token)
    {
        for (var left = lastSent.ToList(); left.Count > 0;)
        {
            List<KeyValuePair<int, long>> failed = [];
            for (var next = 0; next < left.Count;)
            {
                var steps = Math.Max(1, (int)(timeLeft() / Step));
                for (var share = (left.Count - next + steps - 1) / steps; share > 0; share -= writesMax)
                {
                    var together = left.GetRange(next, Math.Min(share, writesMax));
                    next += together.Count;
                    if (await StoreAsync(together, failed) is { } gap)
                    {
                        return gap;
                    }

                    token.ThrowIfCancellationRequested();
                }

                if (steps > 1)
                {
                    await Task.Delay(Step, clock, token);
                }
            }

            if (failed.Count > 0)
            {
                await Task.Delay(RetryAfter, clock, token);
            }

            left = failed;
        }

        _isSaid = false;
        return null;
    }

    private async Task<int?> StoreAsync(List<KeyValuePair<int, long>> share, List<KeyValuePair<int, long>> failed)
    {
        var calls = share.ConvertAll(one => grains.Cohort(one.Key).Persist(partition, one.Value).AsTask());
        int? gap = null;
        for (var index = 0; index < calls.Count; index++)
        {
            try
            {
                gap ??= await calls[index] ? null : share[index].Key;
            }
            catch (Exception notStored)
            {
                // Whatever it was, nothing is lost by asking again: the checkpoint waits.
                failed.Add(share[index]);
                Say(notStored);
            }
        }

        return gap;
    }

    /// <summary>Says once that storage does not take what it is given, until it does.</summary>
    public void Say(Exception notStored)
    {
        if (!_isSaid)
        {
            _isSaid = true;
            NotStored(partition, Reason.Of(notStored));
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "what partition {Partition} remembers cannot be stored ({Reason}); trying on, the checkpoint waits and verdicts do not")]
    private partial void NotStored(int partition, string reason);
}
