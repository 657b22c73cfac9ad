namespace Covenant.Silo.Commands.Topics;

/// <summary>Who is who to the broker's authorizer: principals without their <c>User:</c>.</summary>
/// <param name="Group">The silos' consumer group.</param>
/// <param name="Silo">Judges.</param>
/// <param name="Producer">Writes events.</param>
/// <param name="Publisher">Writes agreements.</param>
internal sealed record AccessUsers(string Group, string Silo, string Producer, string Publisher)
{
    /// <summary>A name that is an institution's too would give one the rights of the other.</summary>
    /// <returns>What is wrong; null where nothing is.</returns>
    public string? Mistake(IEnumerable<string> institutions)
    {
        string[] all = [.. institutions, Silo, Producer, Publisher];
        return all.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(name => name.Count() > 1) is { Key: var twice }
            ? $"`{twice}` would be the user of two, with the rights of both; name another with `--silo-user`, `--producer-user` or `--publisher-user`"
            : null;
    }
}
