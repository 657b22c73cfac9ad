using System.Diagnostics;
using Covenant.LoadTests.Chaos.Faults;

namespace Covenant.LoadTests.Chaos;

/// <summary>A load for a time, and one fault after the other: each that can happen once in an order of the seed, then any.</summary>
/// <param name="say">Told what happens.</param>
public sealed class ChaosRun(ChaosStage stage, IReadOnlyList<Fault> faults, int seed, TimeSpan length, Action<string> say)
{
    /// <summary>Its recovery is everything before the first fault.</summary>
    public const string Undisturbed = "(none)";

    private static readonly TimeSpan Beginning = TimeSpan.FromSeconds(10);

    // The last fault is got over while there is still a load.
    private static readonly TimeSpan End = TimeSpan.FromSeconds(20);

    private readonly Random _random = new(seed);
    private readonly Stopwatch _elapsed = new();
    private readonly List<Recovery> _recoveries = [];

    public IReadOnlyList<Recovery> Recoveries => _recoveries;

    public async Task<ChaosOutcome> RunAsync(CancellationToken token)
    {
        _elapsed.Start();
        var disturbed = false;
        var load = stage.LoadAsync(() => disturbed, token);
        var faults = DisturbAsync(token);
        await Task.WhenAny(load, faults);
        await faults;
        disturbed = true;
        await load;
        say("the load has ended; reading the log back");
        return await stage.FinishAsync(token);
    }

    private async Task DisturbAsync(CancellationToken token)
    {
        await Task.Delay(Beginning < length / 3 ? Beginning : length / 3, token);
        Note(Undisturbed, TimeSpan.Zero);
        foreach (var fault in Faults().TakeWhile(_ => _elapsed.Elapsed < length - End))
        {
            var at = _elapsed.Elapsed;
            say(fault.Name);
            await fault.StrikeAsync(stage, _random, token);
            if (!await stage.CatchesUpAsync(token))
            {
                throw new InvalidOperationException(
                    $"the lag was still {stage.Lag} records {stage.Patience.TotalSeconds} s after `{fault.Name}`:{Environment.NewLine}{await stage.DescribeAsync(token)}");
            }

            Note(fault.Name, at);
            await Task.Delay(TimeSpan.FromSeconds(1 + 3 * _random.NextDouble()), token);
            stage.TakeLongest();
        }

        var rest = length - _elapsed.Elapsed;
        await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, token);
    }

    private IEnumerable<Fault> Faults()
    {
        var all = faults.ToArray();
        _random.Shuffle(all);
        foreach (var fault in all.Where(fault => fault.Needs(stage)))
        {
            yield return fault;
        }

        while (all.Where(fault => fault.Needs(stage)).ToArray() is { Length: > 0 } possible)
        {
            yield return possible[_random.Next(possible.Length)];
        }
    }

    private void Note(string fault, TimeSpan at)
    {
        var (withoutProgress, withoutTelling, back) = stage.TakeLongest();
        _recoveries.Add(new(fault, at, withoutProgress, withoutTelling, back));
        var after = back is { } time ? $", progress {time.TotalSeconds:0.0} s after its return" : "";
        say($"{fault}: {withoutProgress.TotalSeconds:0.0} s without progress{after}, {withoutTelling.TotalSeconds:0.0} s without a violation; {stage.Sent} sent, lag {stage.Lag}, {stage.Told} told");
    }
}
