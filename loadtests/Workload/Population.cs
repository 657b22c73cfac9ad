using System.Globalization;

namespace Covenant.LoadTests.Workload;

/// <summary>The names of a workload's institutions and customers: the customers are dealt to the institutions one by one.</summary>
public sealed class Population(WorkloadSettings settings)
{
    internal const int CustomerDigits = 7;

    internal int InstitutionDigits { get; } = settings.Institutions > 100 ? 3 : 2;

    public IEnumerable<string> Institutions => Enumerable.Range(0, settings.Institutions).Select(InstitutionName);

    internal int InstitutionOf(int customer) => customer % settings.Institutions;

    /// <summary>Whether a customer or event is of this run, by its name.</summary>
    public bool IsOurs(string name) => name.StartsWith(settings.Run, StringComparison.Ordinal) && name.Length > settings.Run.Length && name[settings.Run.Length] == '-';

    private string InstitutionName(int number) => settings.Prefix + number.ToString($"D{InstitutionDigits}", CultureInfo.InvariantCulture);
}
