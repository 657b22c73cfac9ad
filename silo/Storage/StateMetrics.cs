using System.Diagnostics.Metrics;
using Covenant.Silo.Telemetry;

namespace Covenant.Silo.Storage;

/// <summary>What our storage provider counts.</summary>
internal sealed class StateMetrics
{
    private readonly Counter<long> _rows;
    private readonly Counter<long> _transactions;
    private readonly Counter<long> _conflicts;
    private readonly Counter<long> _retries;

    public StateMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(CovenantMetrics.MeterName);
        _rows = meter.CreateCounter<long>("covenant.state.rows", "{row}", "Rows of grain state written.");
        _transactions = meter.CreateCounter<long>("covenant.state.transactions", "{transaction}", "Transactions that wrote them.");
        _conflicts = meter.CreateCounter<long>("covenant.state.conflicts", "{row}", "Writes refused, for another had written the row.");
        _retries = meter.CreateCounter<long>("covenant.state.retries", "{request}", "Requests sent again, for the storage was away, throttled or did not say what became of them.");
    }

    public void Transaction(int rows)
    {
        _transactions.Add(1);
        _rows.Add(rows);
    }

    public void Conflict() => _conflicts.Add(1);

    public void Retry() => _retries.Add(1);
}
