using Covenant.Contracts.Agreements;
using Covenant.Silo.Commands.Agreements;
using Covenant.Silo.Topics;

namespace Covenant.Silo.Commands.Topics;

/// <summary>What one user may do.</summary>
/// <param name="Institution">Null where it is one of the platform's own.</param>
/// <param name="Says">In words.</param>
/// <param name="Commands">Of <c>kafka-acls</c>.</param>
internal sealed record AccessRule(string User, string? Institution, string Says, IReadOnlyList<string> Commands);

/// <summary>The <c>kafka-acls</c> commands that let a bank read exactly its own topics, and everybody else do what is theirs to do. Reading and writing include describing.</summary>
internal static class AccessRules
{
    private const string Prefixed = "--resource-pattern-type prefixed";

    // With one of these names the bank's prefix would open a topic of the platform: `datause.events.` is the beginning of `datause.events.v1`.
    public static bool IsReserved(string institution) => PlatformNames.IsReserved(institution);

    public static IReadOnlyList<AccessRule> For(IEnumerable<string> institutions, AccessUsers users, string bootstrapServers)
    {
        var command = $"kafka-acls --bootstrap-server {bootstrapServers} --add";
        return [
            Silo(users, command),
            new(users.Producer, null, "writes events and reads nothing", [$"{command} --allow-principal User:{users.Producer} --operation Write --topic {TopicNames.Events}"]),
            new(users.Publisher, null, "reads and writes agreements, and nothing else", [
                $"{command} --allow-principal User:{users.Publisher} --operation Read --operation Write --topic {TopicNames.Agreements}",
                $"{command} --allow-principal User:{users.Publisher} --operation Describe --group {AgreementTopic.Group}"]),
            .. institutions.Select(institution => Bank(institution, command))];
    }

    // A new institution needs no new rule, so the silos may write to all that begins with `datause.`; but they are to judge what is said, not to say it.
    private static AccessRule Silo(AccessUsers users, string command)
    {
        var allow = $"{command} --allow-principal User:{users.Silo}";
        return new(users.Silo, null, "reads events, agreements and what is undelivered or held, and writes violations and dead letters; without `--operation Create` where `Covenant:Topics:Create` is false. `covenant undelivered` and `covenant held` come in as this user, too", [
            $"{allow} --operation Read --topic {TopicNames.Events} --topic {TopicNames.Agreements} --topic {TopicNames.Undelivered} --topic {TopicNames.Held} --group {users.Group} --group {users.Group}.wakes --group {users.Group}.parts --group {users.Group}.institutions --group {users.Group}.institutions.parts --group {users.Group}-agreements --group {users.Group}-undelivered --group {users.Group}-held",
            $"{allow} --operation Write --operation Create --operation DescribeConfigs {Prefixed} --topic datause.",
            $"{command} --deny-principal User:{users.Silo} --operation Write --topic {TopicNames.Events} --topic {TopicNames.Agreements}",
            $"{allow} --operation Write --operation Describe {Prefixed} --transactional-id covenant-{users.Group}-",
        ]);
    }

    // The prefix ends with a dot, so that `pay` does not open what is `paypal`'s.
    private static AccessRule Bank(string institution, string command)
    {
        var allow = $"{command} --allow-principal User:{institution} --operation Read --operation Describe {Prefixed}";
        return new(institution, institution, $"reads exactly its own topics, in consumer groups whose names begin with datause.{institution}.", [
            $"{allow} --topic datause.{institution}.", $"{allow} --group datause.{institution}."]);
    }
}
