using System.Globalization;

namespace Covenant.Silo.Held;

/// <summary>What is held as a whole, because one row of storage holds it: a cohort, or the limits of an institution over all its customers.</summary>
/// <param name="Cohort">-1 where it is none.</param>
/// <param name="Institution">Null where it is none.</param>
internal readonly record struct HeldUnit(int Cohort, string? Institution)
{
    private const string CohortName = "cohort ";

    private const string InstitutionName = "institution ";

    public static HeldUnit OfCohort(int number) => new(number, null);

    public static HeldUnit OfInstitution(string name) => new(-1, name);

    public static HeldUnit? Parse(string? text) =>
        text is null ? null
        : text.StartsWith(CohortName, StringComparison.Ordinal) && int.TryParse(text.AsSpan(CohortName.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? OfCohort(number)
        : text.StartsWith(InstitutionName, StringComparison.Ordinal) && text.Length > InstitutionName.Length ? OfInstitution(text[InstitutionName.Length..])
        : null;

    public override string ToString() => Institution is null ? string.Create(CultureInfo.InvariantCulture, $"{CohortName}{Cohort}") : InstitutionName + Institution;
}
