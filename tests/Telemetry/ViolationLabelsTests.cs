using Covenant.Contracts.Violations;
using Covenant.Silo.Telemetry;
using Covenant.Tests.Violations;

namespace Covenant.Tests.Telemetry;

public sealed class ViolationLabelsTests
{
    private static readonly Violation Sample = ViolationSample.Unattended;

    [Fact]
    public void Each_institution_and_clause_is_counted_apart_up_to_the_bound_and_the_rest_together()
    {
        var labels = new ViolationLabels(setsMax: 3);
        foreach (var clause in new[] { "a", "b", "a", "c", "d", "e", "a", "e" })
        {
            labels.Add(Sample with { Clause = clause });
        }

        Assert.Equal(["a 3", "b 1", "c 1", "other 3"], Counts(labels));
    }

    [Fact]
    public void What_is_counted_together_still_says_its_form_mode_and_severity()
    {
        var labels = new ViolationLabels(setsMax: 0);
        labels.Add(Sample with { Form = ClauseForm.Limit });
        labels.Add(Sample with { Form = ClauseForm.Oblige, Clause = "another" });

        Assert.Equal(
            ["other/other limit", "other/other oblige"],
            labels.Counts.Select(one => $"{one.Labels[0].Value}/{one.Labels[1].Value} {one.Labels[2].Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_violation_is_lost_where_many_come_at_once()
    {
        var labels = new ViolationLabels(setsMax: 10);
        Parallel.For(0, 10_000, i => labels.Add(Sample with { Clause = $"c-{i % 50}" }));

        Assert.Equal(10_000, labels.Counts.Sum(one => one.Count));
    }

    private static IEnumerable<string> Counts(ViolationLabels labels) => labels.Counts.Select(one => $"{one.Labels[1].Value} {one.Count}").Order(StringComparer.Ordinal);
}
