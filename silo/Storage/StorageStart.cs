using Covenant.Silo.Hosting;

namespace Covenant.Silo.Storage;

/// <summary>
/// The silo's first word with its storage. It waits until the storage answers, for an operator who starts everything at once expects no order, and says once that it
/// waits and once that it does no more; where the answer is a refusal the silo ends.
/// </summary>
internal sealed partial class StorageStart(TimeProvider clock, IHostApplicationLifetime lifetime, SiloExit exit, ILogger<StorageStart> logger)
{
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(1);

    /// <param name="where">For people.</param>
    /// <param name="isRefusal">Whether asking again would be of no use.</param>
    public async Task<T> RunAsync<T>(string where, Func<Task<T>> connect, Func<Exception, bool> isRefusal)
    {
        for (var isAway = false; ;)
        {
            try
            {
                var answer = await connect().WaitAsync(lifetime.ApplicationStopping);
                if (isAway)
                {
                    CameBack(where);
                }

                return answer;
            }
            catch (Exception refused) when (isRefusal(refused))
            {
                exit.Fail($"the storage at `{where}` refuses: {StateException.LineOf(refused)}; check what is set under `{StateOptions.Section}`");
                throw new OperationCanceledException("the storage refuses", refused);
            }
            catch (Exception silence) when (!lifetime.ApplicationStopping.IsCancellationRequested)
            {
                if (!isAway)
                {
                    IsAway(where, StateException.LineOf(silence));
                }

                isAway = true;
                await Task.Delay(AskAgainAfter, clock, lifetime.ApplicationStopping);
            }
        }
    }

    /// <summary>The storage may lose what it took.</summary>
    public void MayEvict(string where, string why) => Evicts(where, why);

    [LoggerMessage(3, LogLevel.Warning, "the storage at `{Where}` may lose what is stored: {Why}")]
    private partial void Evicts(string where, string why);

    [LoggerMessage(1, LogLevel.Warning, "the storage at `{Where}` does not answer ({Reason}); trying on until it does")]
    private partial void IsAway(string where, string reason);

    [LoggerMessage(2, LogLevel.Warning, "the storage at `{Where}` answers")]
    private partial void CameBack(string where);
}
