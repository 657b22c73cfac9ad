namespace Covenant.Tests.Delivery;

public enum RedrivePhase
{
    Idle,

    /// <summary>It has the right to deliver, and knows where the topic ends.</summary>
    Begun,

    /// <summary>It knows what is left.</summary>
    HasRead,

    /// <summary>A record, and what takes it away, are in a transaction.</summary>
    Writing,
}

/// <summary>One that delivers: a silo or a command.</summary>
/// <param name="End">Of the topic, when it began.</param>
/// <param name="Left">The violations that it takes for undelivered, in order.</param>
internal readonly record struct Redriver(RedrivePhase Phase, int End, string Left)
{
    public static Redriver Idle { get; } = new(RedrivePhase.Idle, 0, "");
}

/// <summary>
/// One bank's violations, <c>a</c> and <c>b</c>, that a silo diverts one after the other; two that redrive; and the topic for what is
/// undelivered, entry by entry. An entry is two letters. The
/// first says what: <c>a</c>, or <c>A</c> for what takes it away, or <c>-</c> once it is compacted. The second says whether it is committed
/// (<c>c</c>), aborted (<c>x</c>), or in an open transaction of
/// the silo (<c>s</c>) or of one that redrives (<c>1</c>, <c>2</c>).
/// </summary>
/// <param name="Pending">What the silo has still to tell.</param>
/// <param name="Delivered">What a committed reader of the bank's topic sees.</param>
/// <param name="Owner">Who began last: the other one's transactions are refused.</param>
internal sealed record RedriveState(string Pending, string Log, string Delivered, bool IsWell, char Owner, int Begins, Redriver First, Redriver Second)
{
    public const string Violations = "ab";

    public static RedriveState Initial { get; } = new(Violations, "", "", false, '0', 0, Redriver.Idle, Redriver.Idle);

    public int End => Log.Length / 2;

    /// <summary>Up to where a committed reader comes.</summary>
    public int LastStable => Entries.Where(entry => entry.State is 's' or '1' or '2').Select(entry => entry.At).DefaultIfEmpty(End).First();

    public IEnumerable<(int At, char What, char State)> Entries => Enumerable.Range(0, End).Select(at => (at, Log[2 * at], Log[(2 * at) + 1]));

    public static char Name(bool first) => first ? '1' : '2';

    public Redriver Of(bool first) => first ? First : Second;

    public RedriveState With(bool first, Redriver redriver) => first ? this with { First = redriver } : this with { Second = redriver };

    /// <summary>What is put there and not taken away, below an offset.</summary>
    public string LeftBelow(int end)
    {
        var committed = Entries.Where(entry => entry.At < end && entry.State == 'c').Select(entry => entry.What).ToList();
        return string.Concat(committed.Where(what => char.IsLower(what) && !committed.Contains(char.ToUpperInvariant(what))));
    }

    public bool Has(char state) => Entries.Any(entry => entry.State == state);

    public RedriveState Append(char what, char state) => this with { Log = $"{Log}{what}{state}" };

    /// <summary>A transaction ends.</summary>
    public RedriveState Ended(char owner, char state) => this with { Log = string.Concat(Entries.Select(entry => $"{entry.What}{(entry.State == owner ? state : entry.State)}")) };

    public RedriveState Remove(int at) => this with { Log = $"{Log[..(2 * at)]}-c{Log[((2 * at) + 2)..]}" };
}
