using System.Collections.Immutable;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;

namespace Covenant.LoadTests.Generation;

/// <summary>Agreements of one or more institutions, and a log to judge by them.</summary>
/// <param name="Until">To where the clock advances at the end; null = not at all.</param>
public sealed record GeneratedCase(ImmutableArray<Agreement> Agreements, ImmutableArray<DataUseEvent> Log, EventTime? Until);
