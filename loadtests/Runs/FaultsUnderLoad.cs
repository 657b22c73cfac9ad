using Covenant.LoadTests.Chaos.Faults;
using Covenant.LoadTests.Measuring;

namespace Covenant.LoadTests.Runs;

/// <summary>Faults while a load is on, each noted where it was: every one that can happen once in an order of the seed, then any.</summary>
/// <param name="every">From the end of one to the beginning of the next; null = 5 to 20 seconds.</param>
internal sealed class FaultsUnderLoad(IFaultTarget target, IReadOnlyList<Fault> faults, TimeSpan? every, int seed, LoadSession session)
{
    private readonly Random _random = new(seed);

    /// <summary>Until the time is over; a fault that has begun by then is got over.</summary>
    public async Task RunAsync(TimeSpan first, TimeSpan until, CancellationToken token)
    {
        var order = faults.ToArray();
        _random.Shuffle(order);
        await Task.Delay(first, token);
        for (var count = 0; session.Clock.Seconds < until.TotalSeconds; count++)
        {
            var fault = count < order.Length ? order[count] : order[_random.Next(order.Length)];
            var at = session.Clock.Seconds;
            await fault.StrikeAsync(target, _random, token);
            session.Mark(new(at, session.Clock.Seconds - at, fault.Name, true));
            await Task.Delay(every ?? TimeSpan.FromSeconds(5 + 15 * _random.NextDouble()), token);
        }
    }
}
