using Covenant.Contracts.Events;
using Covenant.Contracts.Grains;
using Covenant.Grains.Institutions;

namespace Covenant.Tests.Delivery;

public sealed class InstitutionMarksTests
{
    [Fact]
    public void What_an_earlier_silo_had_counted_is_not_counted_again_by_a_later_one()
    {
        var marks = new InstitutionMarks();
        Assert.True(marks.TryPass(Of(3, cohort: 1)));
        Assert.True(marks.TryPass(Of(5, cohort: null)));
        Assert.True(marks.TryPass(Of(7, cohort: null)));

        var stored = new StoredInstitution();
        marks.CopyTo(stored);
        foreach (var later in new[] { marks, new InstitutionMarks(stored) })
        {
            Assert.False(later.TryPass(Of(5, cohort: 1)));
            Assert.False(later.TryPass(Of(7, cohort: 2)));
        }

        Assert.True(marks.TryPass(Of(9, cohort: 2)));
        Assert.True(marks.TryPass(Of(8, cohort: 1)));
    }

    private static Contribution Of(long offset, int? cohort) => new(1, null!, new StreamPosition("events", 0, offset), Late: false, Cohort: cohort);
}
