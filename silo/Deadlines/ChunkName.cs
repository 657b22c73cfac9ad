namespace Covenant.Silo.Deadlines;

/// <summary>Which chunk of a partition. It is written once, under a name that no other tenure and no later write can bear.</summary>
/// <param name="Tenure">Of the partition, in which it was written.</param>
/// <param name="Number">Within the tenure.</param>
/// <param name="Entries">In it.</param>
internal readonly record struct ChunkName(string Tenure, int Number, int Entries);
