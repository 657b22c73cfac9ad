using Covenant.Contracts.Events;
using Covenant.Grains.Enforcement.Judging;

namespace Covenant.LoadTests.Benchmarks;

/// <summary>One customer to whom the same touch happens again and again, always new and a minute later.</summary>
internal sealed class CustomerRun(string clauses)
{
    /// <summary>How many events one call judges.</summary>
    public const int Events = 1_000;

    private readonly Policy _policy = BenchAgreements.Policy(clauses);
    private readonly DataUseEvent _touch = BenchEvents.Decoded(2, customers: 1)[1];
    private readonly Verdicts _verdicts = new();
    private readonly CustomerState _customer = new();
    private int _minute;

    public int Judge()
    {
        var told = 0;
        for (var i = 0; i < Events; i++)
        {
            _verdicts.Clear();
            var time = new EventTime(_touch.Time.Ticks + ++_minute * TimeSpan.TicksPerMinute);
            _customer.Apply(_policy, BenchEvents.Again(_touch, _minute, time), new StreamPosition("stream", 0, _minute), time, time, _verdicts);
            told += _verdicts.Violations.Count;
        }

        return told;
    }
}
