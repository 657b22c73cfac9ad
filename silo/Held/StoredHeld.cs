using System.Collections.Immutable;

namespace Covenant.Silo.Held;

/// <summary>
/// What a partition's row knows of its records that stand in <c>datause.held.v1</c>, as its silo read it there last. The topic alone says
/// what is held; this says that it must be there.
/// </summary>
/// <param name="Topic">The id of the topic that has them.</param>
/// <param name="Records">How many.</param>
/// <param name="First">All of them lie at or above this number, in the partition's log.</param>
/// <param name="Last">None lies above.</param>
/// <param name="Units">Whose they are; the first <see cref="UnitsMax"/>.</param>
[GenerateSerializer, Immutable, Alias("covenant.stored-held")]
internal sealed record StoredHeld(
    [property: Id(0)] string Topic,
    [property: Id(1)] long Records,
    [property: Id(2)] long First,
    [property: Id(3)] long Last,
    [property: Id(4)] ImmutableArray<string> Units)
{
    private const int UnitsMax = 8;

    public string Words =>
        $"{(Records == 1 ? "1 record" : $"{Records} records")} of {string.Join(", ", Units)}{(Units.Length == UnitsMax ? " and maybe others" : "")}";

    /// <param name="isHeld">By the tenure: what is released is known to it first.</param>
    /// <returns>Null where nothing is held, or the broker tells topics no id.</returns>
    public static StoredHeld? Of(int partition, HeldNow now, Func<HeldUnit, bool> isHeld)
    {
        List<HeldAccount> accounts = [.. now.Accounts.Where(account => account.Partition == partition && isHeld(account.Unit))];
        return accounts.Count == 0 || now.Topic is not { Length: > 0 } topic ? null : new StoredHeld(
            topic,
            accounts.Sum(account => account.Count),
            accounts.Min(account => account.First),
            accounts.Max(account => account.Last),
            [.. accounts.Take(UnitsMax).Select(account => account.Unit.ToString())]);
    }
}
