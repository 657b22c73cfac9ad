using System.Globalization;
using Azure;
using Azure.Identity;

namespace Covenant.Silo.Storage.AzureTables;

/// <summary>How long and how often a storage that is away, or throttles, is asked again.</summary>
internal sealed class Persistence(TimeProvider clock, TimeSpan retryFor, StateMetrics metrics)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    public TimeSpan RetryFor => retryFor;

    /// <summary>Of what begins now.</summary>
    public long Deadline() => clock.GetTimestamp() + (long)(retryFor.TotalSeconds * clock.TimestampFrequency);

    public bool IsOver(long deadline) => clock.GetTimestamp() >= deadline;

    /// <summary>The storage has answered: it did not do it, and would not if it were asked again.</summary>
    public static bool IsDefinite(Exception failure) => failure is AuthenticationFailedException or RequestFailedException { Status: >= 400 and < 500 and not (408 or 429) };

    /// <summary>For what may be done twice.</summary>
    /// <exception cref="StateException">It failed as long as it was tried.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> request)
    {
        var deadline = Deadline();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await request();
            }
            catch (Exception failure) when (!IsDefinite(failure))
            {
                if (IsOver(deadline))
                {
                    throw new StateException($"the storage did not answer within `{retryFor}`, and the last it said was: {StateException.LineOf(failure)}", failure);
                }

                metrics.Retry();
                await PauseAsync(attempt, failure);
            }
        }
    }

    /// <summary>Doubles from pause to pause, with half of it by chance so that those who were refused together do not come back together; longer where the storage asks for it.</summary>
    public Task PauseAsync(int attempt, Exception failure)
    {
        var pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(attempt, 16)));
        var asked = AskedFor(failure);
        return Task.Delay((asked > pause ? asked : pause) * (0.5 + (Random.Shared.NextDouble() / 2)), clock);
    }

    private TimeSpan AskedFor(Exception failure)
    {
        if (failure is not RequestFailedException answered || answered.GetRawResponse() is not { } response || !response.Headers.TryGetValue("Retry-After", out var text)
            || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return TimeSpan.Zero;
        }

        return TimeSpan.FromTicks(Math.Min(TimeSpan.FromSeconds(seconds).Ticks, retryFor.Ticks));
    }
}
