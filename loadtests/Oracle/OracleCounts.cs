namespace Covenant.LoadTests.Oracle;

/// <summary>What the oracle counted so far.</summary>
/// <param name="Events">All it was given.</param>
/// <param name="DeadLetters">That cannot be read or are of an institution that no agreement names: never judged.</param>
/// <param name="Pending">Obligations neither discharged, ended nor decided.</param>
public sealed record OracleCounts(long Events, long DeadLetters, long Duplicates, long Late, long Pending);
