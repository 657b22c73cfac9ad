using System.Collections.Concurrent;

namespace Covenant.Silo.Telemetry;

/// <summary>Names from outside as labels: the first ones as they are, all later ones as <c>other</c>. Safe to call from any thread.</summary>
internal sealed class BoundedNames(int max)
{
    private const string Other = "other";

    private const int LengthMax = 128;

    private readonly ConcurrentDictionary<string, bool> _names = new(StringComparer.Ordinal);

    // A name more than the bound where several come at once does no harm.
    public string Of(string name) => name.Length <= LengthMax && (_names.ContainsKey(name) || (_names.Count < max && _names.TryAdd(name, true))) ? name : Other;
}
