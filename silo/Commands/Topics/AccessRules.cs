using Covenant.Contracts.Agreements;

namespace Covenant.Silo.Commands.Topics;

/// <summary>The <c>kafka-acls</c> commands that let a bank read exactly its own topics.</summary>
internal static class AccessRules
{
    // With one of these names the bank's prefix would open a topic of the platform: `datause.events.` is the beginning of `datause.events.v1`.
    public static bool IsReserved(string institution) => PlatformNames.All.Contains(institution);

    /// <summary>The prefix ends with a dot, so that `pay` does not open what is `paypal`'s.</summary>
    public static IReadOnlyList<string> For(string institution, string bootstrapServers)
    {
        var add = $"kafka-acls --bootstrap-server {bootstrapServers} --add --allow-principal User:{institution} --operation Read --operation Describe --resource-pattern-type prefixed";
        return [$"{add} --topic datause.{institution}.", $"{add} --group datause.{institution}."];
    }
}
