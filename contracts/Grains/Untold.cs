namespace Covenant.Contracts.Grains;

/// <summary>Something that a grain has decided and that may not have been told yet.</summary>
/// <param name="Partition">Whose records or clock decided it.</param>
/// <param name="Tenure">
/// Of what a clock decided: the tenure that it was last answered to, which is stored before it is. 0 for what a record decided, which whoever judges that record asks for.
/// </param>
/// <param name="Until">It is told once the partition has published so much, and not before.</param>
[GenerateSerializer, Immutable, Alias("covenant.untold`1")]
public readonly record struct Untold<T>([property: Id(0)] int Partition, [property: Id(1)] Progress Until, [property: Id(2)] T What, [property: Id(3)] long Tenure = 0);
