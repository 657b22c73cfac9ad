using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Contracts.Violations;
using Covenant.Grains.Agreements;
using Covenant.Silo.Telemetry;

namespace Covenant.Silo.Ingestion;

/// <summary>
/// Has the grains judge a partition's batch: one call per customer, a bounded number at once, then one per institution that has something to add up.
/// Wakes the customers whose obligations fall due. One for each partition.
/// </summary>
internal sealed class BatchJudge(string topic, int partition, IGrainFactory grains, AgreementBooks books, CovenantMetrics metrics, int callsMax)
{
    private readonly DueIndex _due = new();
    private readonly List<(string Institution, string Customer)> _woken = [];
    private readonly List<(CustomerKey Customer, Task<CustomerReply> Reply)> _calls = [];

    /// <param name="clock">The partition's, after the batch.</param>
    /// <returns>In the order of the log.</returns>
    public async Task<List<Violation>> JudgeAsync(EventBatch batch, EventTime clock)
    {
        var verdicts = new VerdictOrder();
        foreach (var (customer, events) in batch.ByCustomer)
        {
            await CallAsync(customer, [.. events], clock);
        }

        await CollectAsync(verdicts);
        await WakeAsync(clock, verdicts);
        return verdicts.ToList();
    }

    /// <summary>Decides the obligations that fell due by <paramref name="clock"/>, without an event.</summary>
    public async Task<List<Violation>> WakeDueAsync(EventTime clock)
    {
        var verdicts = new VerdictOrder();
        await WakeAsync(clock, verdicts);
        return verdicts.ToList();
    }

    private async Task WakeAsync(EventTime clock, VerdictOrder verdicts)
    {
        _woken.Clear();
        _due.TakeDue(institution => Watermark(institution, clock), _woken);
        foreach (var (institution, customer) in _woken)
        {
            await CallAsync(new CustomerKey(institution, customer), [], clock);
        }

        await CollectAsync(verdicts);
    }

    // An institution whose documents were all withdrawn has nothing that could fall due.
    private EventTime Watermark(string institution, EventTime clock) =>
        books.Current.Find(institution) is { } policy ? new EventTime(Math.Max(0, clock.Ticks - policy.Tolerance)) : EventTime.Epoch;

    private async ValueTask CallAsync(CustomerKey customer, StreamEvent[] events, EventTime clock)
    {
        if (_calls.Count >= callsMax)
        {
            await _calls[^callsMax].Reply;
        }

        var reply = grains.GetGrain<ICustomerGrain>(customer.ToString()).Apply(new CustomerBatch(topic, partition, events, clock));
        _calls.Add((customer, reply.AsTask()));
    }

    private async Task CollectAsync(VerdictOrder verdicts)
    {
        Dictionary<string, List<Contribution>>? shared = null;
        foreach (var (customer, call) in _calls)
        {
            var reply = await call;
            _due.Set(customer.Institution, customer.Customer, reply.NextDue);
            verdicts.Add(reply.Violations);
            metrics.Duplicates(reply.Duplicates);
            metrics.Late(reply.Late);
            if (reply.Contributions.Length > 0)
            {
                shared ??= new(StringComparer.Ordinal);
                (shared.TryGetValue(customer.Institution, out var sum) ? sum : shared[customer.Institution] = []).AddRange(reply.Contributions);
            }
        }

        _calls.Clear();
        if (shared is not null)
        {
            await AddUpAsync(shared, verdicts);
        }
    }

    private async Task AddUpAsync(Dictionary<string, List<Contribution>> shared, VerdictOrder verdicts)
    {
        var replies = shared.Select(institution => grains.GetGrain<IInstitutionGrain>(institution.Key)
            .Apply(new InstitutionBatch([.. institution.Value.OrderBy(contribution => contribution.Position.Offset)])).AsTask()).ToList();
        foreach (var reply in await Task.WhenAll(replies))
        {
            verdicts.Add(reply.Violations);
        }
    }
}
