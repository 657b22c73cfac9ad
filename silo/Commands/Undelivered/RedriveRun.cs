using System.Globalization;
using Covenant.Silo.Terminal;
using Covenant.Silo.Topics;
using Covenant.Silo.Undelivered;

namespace Covenant.Silo.Commands.Undelivered;

/// <summary>
/// Delivers until nothing that is meant is left, or something refuses; says on standard error how far it is. Somebody else who delivers
/// meanwhile is let come to an end.
/// </summary>
internal sealed class RedriveRun(UndeliveredTools tools, Func<string, bool> isMeant)
{
    private const int FencedMax = 6;

    // Rounds after which as much is left as before.
    private const int StandstillMax = 5;

    private static readonly TimeSpan FencedPause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, long> _delivered = new(StringComparer.Ordinal);
    private Dictionary<string, long> _found = [];
    private (long Left, int Rounds) _standstill;

    /// <returns>How many were delivered.</returns>
    /// <exception cref="CommandException">Something is still undelivered; why, a line for each topic.</exception>
    public async Task<long> RunAsync(CancellationToken token)
    {
        _found = tools.ReadAll(token).Where(one => isMeant(one.Topic)).ToDictionary(one => one.Topic, one => one.Count, StringComparer.Ordinal);
        var redrive = tools.Redrive(Delivered);
        for (var fenced = 0; ;)
        {
            var outcome = await Task.Run(() => redrive.RoundAsync(isMeant, token), token);
            if (outcome.IsFenced && ++fenced < FencedMax)
            {
                StandardError.WriteLine("a silo, or another command, delivers at the same time; waiting for it");
                await Task.Delay(FencedPause * ((1 << fenced) * (0.5 + Random.Shared.NextDouble())), token);
            }
            else if (outcome.IsFenced)
            {
                throw CommandException.Failed("somebody else delivers what is undelivered again and again; end the other command, or wait until it is done, and run this again");
            }
            else if (outcome.Trouble is { } trouble)
            {
                throw CommandException.Failed($"kafka at `{tools.BootstrapServers}`: {trouble}; what is not delivered yet stays, so run this again");
            }

            var left = tools.ReadAll(token).FindAll(one => isMeant(one.Topic));
            if (left.Count == 0)
            {
                return _delivered.Values.Sum();
            }

            if (!outcome.IsFenced && (StandsStill(left) || left.TrueForAll(one => outcome.Refused.ContainsKey(one.Topic) || !one.IsWaiting)))
            {
                throw CommandException.Failed([.. left.Select(one => $"undelivered still: {UndeliveredCommand.Words(one)}")]);
            }
        }
    }

    private bool StandsStill(List<UndeliveredTopic> left)
    {
        var count = left.Sum(one => one.Count - one.TooLarge);
        _standstill = _standstill.Left == count ? (count, _standstill.Rounds + 1) : (count, 0);
        return _standstill.Rounds >= StandstillMax;
    }

    private void Delivered(string topic, int count)
    {
        var delivered = _delivered[topic] = _delivered.GetValueOrDefault(topic) + count;
        var found = Math.Max(delivered, _found.GetValueOrDefault(topic));
        StandardError.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TopicNames.InstitutionOf(topic) ?? topic}: {delivered:N0} of {found:N0} delivered"));
    }
}
