namespace Covenant.LoadTests.Searches;

/// <summary>Between which rates the answer lies: doubled until one does not hold, then halved between the two.</summary>
public sealed class RateBracket(double from, double min, double max, double precision)
{
    private double? _holds;
    private double? _fails;

    /// <summary>What to try now; null where the answer is known closely enough.</summary>
    public double? Next { get; private set; } = from;

    public void Tried(double rate, bool holds)
    {
        _holds = holds ? rate : _holds;
        _fails = holds ? _fails : rate;
        Next = (_holds, _fails) switch
        {
            ({ } low, null) => low < max ? Math.Min(max, low * 2) : null,
            (null, { } high) => high > min ? Math.Max(min, high / 2) : null,
            ({ } low, { } high) => high - low > precision * low ? (low + high) / 2 : null,
            _ => null,
        };
    }
}
