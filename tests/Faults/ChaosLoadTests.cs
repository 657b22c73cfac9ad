using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;
using Covenant.LoadTests.Chaos.Comparing;
using Covenant.LoadTests.Chaos.Load;
using Covenant.LoadTests.Oracle;

namespace Covenant.Tests.Faults;

/// <summary>The load of the fault tests is worth its name: the same for a seed, and with violations of all kinds.</summary>
public class ChaosLoadTests(ITestOutputHelper output)
{
    private const int Records = 20_000;

    private const int Partitions = 4;

    // The log's own time lies before it.
    private static readonly EventTime Written = EventTime.Parse("2026-03-03T00:00:00Z");

    [Fact]
    public void A_seed_is_a_log()
    {
        Assert.Equal(Texts(Script(7)), Texts(Script(7)));
        Assert.NotEqual(Texts(Script(7)), Texts(Script(8)));
    }

    [Fact]
    public void Every_clause_of_every_bank_is_violated_and_kept_and_some_records_cannot_be_read()
    {
        var script = Script(7);
        var log = Log(script);
        var agreements = Banks.Read(script.Changes(script.ChangesPublished));
        var verdicts = new List<OracleVerdict>();
        var deadLetters = 0;
        var judge = new LogJudge(agreements, (_, verdict) => verdicts.Add(verdict), (_, _) => deadLetters++);
        log.ForEach(judge.Take);
        judge.Finish();

        var byClause = verdicts.GroupBy(verdict => $"{verdict.Institution} {verdict.Clause}").ToDictionary(clause => clause.Key, clause => clause.Count());
        output.WriteLine($"{judge.Events} events, {deadLetters} dead letters: {string.Join(", ", byClause.Select(clause => $"{clause.Key} {clause.Value}"))}");
        var named = agreements.SelectMany(agreement => agreement.Clauses.Where(clause => clause is not Covenant.Contracts.Agreements.PermitClause).Select(clause => $"{agreement.Institution} {clause.Id}"));
        Assert.Empty(named.Except(byClause.Keys));
        Assert.InRange(verdicts.Count, Records / 50, Records / 4);
        Assert.InRange(deadLetters, Records / 1_000, Records / 50);
        Assert.Contains(verdicts, verdict => verdict.Late);
        Assert.Equal([1, 2, 3], verdicts.Where(verdict => verdict.Institution == Banks.Changing).Select(verdict => verdict.Version!.Value).Distinct().Order().Take(3));
    }

    [Fact]
    public void Forgetting_who_has_left_changes_no_verdict()
    {
        var script = Script(7);
        var log = Log(script);
        var agreements = Banks.Read(script.Changes(script.ChangesPublished));
        var told = new List<string>();
        var judge = new LogJudge(agreements, (partition, verdict) => told.Add($"{partition} {verdict}"), (_, _) => { });
        log.ForEach(judge.Take);
        judge.Finish();

        var whole = new List<string>();
        var oracles = Enumerable.Range(0, Partitions).Select(_ => new TraceOracle(agreements)).ToArray();
        foreach (var record in log)
        {
            whole.AddRange(oracles[record.Partition].Judge(record.Value, record.Timestamp, record.Offset).Select(verdict => $"{record.Partition} {verdict}"));
        }

        Assert.Equal(whole.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    private static EventScript Script(int seed) => new(seed, Partitions, TimeSpan.FromHours(1));

    private static List<string> Texts(EventScript script) => [.. Enumerable.Range(0, 500).Select(_ => script.Next()).Select(record => $"{record.Partition} {record.Key} {Convert.ToHexString(record.Value)}")];

    private static List<LoggedRecord> Log(EventScript script)
    {
        var ends = new long[Partitions];
        var records = Enumerable.Range(0, Records).Select(_ => script.Next()).ToList();
        return [.. records.Concat(script.Finish()).Select(record => new LoggedRecord(record.Partition, ends[record.Partition]++, record.Value, Written))];
    }
}
