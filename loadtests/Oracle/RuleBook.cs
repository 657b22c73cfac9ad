namespace Covenant.LoadTests.Oracle;

/// <summary>Which rules are kept (all but one, at most), and how often each decided something.</summary>
/// <param name="broken">The rule that is broken on purpose; null = none.</param>
public sealed class RuleBook(SheetRule? broken = null)
{
    private readonly long[] _hits = new long[Enum.GetValues<SheetRule>().Length];

    /// <summary>Whether the rule decides here.</summary>
    /// <param name="matters">Here the rule says something else than its opposite.</param>
    public bool Decides(SheetRule rule, bool matters)
    {
        _hits[(int)rule] += matters ? 1 : 0;
        return matters && Keeps(rule);
    }

    /// <summary>Whether it is kept, without a count.</summary>
    public bool Keeps(SheetRule rule) => rule != broken;

    public long HitsOf(SheetRule rule) => _hits[(int)rule];

    /// <summary>For threads of both sides.</summary>
    public void Add(RuleBook other)
    {
        for (var rule = 0; rule < _hits.Length; rule++)
        {
            Interlocked.Add(ref _hits[rule], other._hits[rule]);
        }
    }
}
