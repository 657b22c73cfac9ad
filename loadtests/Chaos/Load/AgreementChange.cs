using Covenant.Contracts.Events;

namespace Covenant.LoadTests.Chaos.Load;

/// <summary>A new version of <see cref="Banks.Changing"/>.</summary>
/// <param name="Effective">No event of the institution reaches this time before every silo knows the version: what a silo has not heard of is not in the log.</param>
public sealed record AgreementChange(int Version, EventTime Effective);
