using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Covenant.Grains.Enforcement.Selecting;

namespace Covenant.Grains.Enforcement.Judging;

/// <summary>The id of a violation: a hash of what was violated and by what, so that working it out again gives the same one.</summary>
internal static class ViolationId
{
    public static string Of(in ViolationDraft draft, string? bind, int period)
    {
        var e = draft.At.Event;

        // An event that is sent again after the tolerance is late, and judged again: only its place in the log tells the two apart.
        var place = draft.Late ? string.Create(CultureInfo.InvariantCulture, $"{draft.Position.Partition}@{draft.Position.Offset}") : null;
        var identity = FieldReader.Join(
        [
            draft.Institution, draft.Version?.ToString(CultureInfo.InvariantCulture), draft.Clause, e.Customer, e.Source, e.Id,
            e.Time.Ticks.ToString(CultureInfo.InvariantCulture), bind, period.ToString(CultureInfo.InvariantCulture), place,
        ]);
        return XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(identity)).ToString("x32", CultureInfo.InvariantCulture);
    }
}
