using System.CommandLine;
using System.Globalization;
using Covenant.LoadTests.Workload;

namespace Covenant.LoadTests.Options;

/// <summary>Who does what to whose data.</summary>
internal sealed class WorkloadOptions
{
    private static readonly WorkloadSettings Default = new() { Seed = 0, Run = "" };

    private readonly Option<int?> _seed = LoadOption.Maybe<int?>("--seed", "Of the load; without it a new one, which is told.", "N");
    private readonly Option<int> _customers = LoadOption.Of("--customers", "How many there are, 1 to 10,000,000.", Default.Customers);
    private readonly Option<double> _skew = LoadOption.Of("--skew", "Zipf's exponent, 0 (all customers alike) to 3; at 0.8 the first of 100,000 has 2.2 % of the events.", Default.Skew);
    private readonly Option<int> _institutions = LoadOption.Of("--institutions", "How many there are, 1 to 1,000.", Default.Institutions);
    private readonly Option<double> _violations = LoadOption.Of("--violations", "The share of touches that violate their agreement, 0 to 1.", Default.Violations);
    private readonly Option<double> _outOfOrder = LoadOption.Of("--out-of-order", "The share of touches whose time lies up to 30 s back, 0 to 1.", Default.OutOfOrder);
    private readonly Option<double> _late = LoadOption.Of("--late", "The share of touches that come 11 to 30 min late, beyond the tolerance, 0 to 1.", Default.Late);
    private readonly Option<double> _duplicates = LoadOption.Of("--duplicates", "The share of records that come twice, 0 to 1.", Default.Duplicates);
    private readonly Option<double> _unreadable = LoadOption.Of("--unreadable", "The share of touches that cannot be read, 0 to 1.", Default.Unreadable);
    private readonly Option<int> _bytes = LoadOption.Of("--event-bytes", "Of one event, 440 to 100,000.", Default.EventBytes);

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_seed, _customers, _skew, _institutions, _violations, _outOfOrder, _late, _duplicates, _unreadable, _bytes])
        {
            command.Options.Add(option);
        }
    }

    /// <param name="eventsPerSecond">In event time.</param>
    /// <param name="isFresh">Whether names are new although the seed is not, as on a cluster that has seen a run before.</param>
    public WorkloadSettings Read(ParseResult parsed, double eventsPerSecond, bool isFresh)
    {
        var seed = parsed.GetValue(_seed) ?? Random.Shared.Next();
        return new WorkloadSettings
        {
            Seed = seed,
            Run = NameOf((uint)(isFresh ? Random.Shared.Next() : seed)),
            Customers = parsed.GetValue(_customers),
            Skew = parsed.GetValue(_skew),
            Institutions = parsed.GetValue(_institutions),
            Violations = parsed.GetValue(_violations),
            OutOfOrder = parsed.GetValue(_outOfOrder),
            Late = parsed.GetValue(_late),
            Duplicates = parsed.GetValue(_duplicates),
            Unreadable = parsed.GetValue(_unreadable),
            EventBytes = parsed.GetValue(_bytes),
            EventsPerSecond = eventsPerSecond,
        };
    }

    // Six of the 31 letters and digits that are no other's look-alike.
    private static string NameOf(uint number)
    {
        const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";
        var mixed = number * 0x9E3779B97F4A7C15;
        return string.Create(CultureInfo.InvariantCulture, $"{string.Concat(Enumerable.Range(0, 6).Select(i => Letters[(int)(mixed >> (10 * i) & 0x3FF) % Letters.Length]))}");
    }
}
