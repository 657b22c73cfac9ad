using System.Collections.Immutable;

namespace Covenant.Contracts.Violations;

/// <summary>What a violation leaves out because its record would be too large.</summary>
/// <param name="Witnesses">How many witnesses are left out, the oldest ones.</param>
/// <param name="Fields">Which texts are shortened, by their path below <c>data</c> such as <c>event.purposes</c>; each shortened text ends with three dots.</param>
[GenerateSerializer, Immutable, Alias("covenant.ViolationCut")]
public sealed record ViolationCut([property: Id(0)] int Witnesses, [property: Id(1)] ImmutableArray<string> Fields);
