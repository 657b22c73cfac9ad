namespace Covenant.LoadTests.Oracle;

/// <summary>What the oracle counted so far.</summary>
/// <param name="Events">All it was given.</param>
/// <param name="WithoutDocument">Of an institution that no agreement names: a dead letter, never judged.</param>
/// <param name="Pending">Obligations neither discharged, ended nor decided.</param>
public sealed record OracleCounts(long Events, long WithoutDocument, long Duplicates, long Late, long Pending);
