using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Covenant.LoadTests.Chaos;

/// <summary>What the silos may do with topics, where the broker asks for rights.</summary>
internal static class TopicRights
{
    /// <summary>All that silos need, making topics included. Of groups and transactional ids, which this client cannot name, the broker asks for no right.</summary>
    public static async Task AllowAsync(string address, string user)
    {
        using var admin = ChaosTopics.Admin(address);
        await admin.CreateAclsAsync(
        [
            Rule(user, ResourceType.Topic, "*", AclOperation.All, AclPermissionType.Allow),
            Rule(user, ResourceType.Broker, "kafka-cluster", AclOperation.Describe, AclPermissionType.Allow),
        ]);
    }

    /// <summary>From now on the silos may not do this with the topic.</summary>
    public static async Task DenyAsync(string address, string user, string topic, AclOperation operation)
    {
        using var admin = ChaosTopics.Admin(address);
        await admin.CreateAclsAsync([Rule(user, ResourceType.Topic, topic, operation, AclPermissionType.Deny)]);
    }

    /// <summary>What was denied of the topic is denied no longer.</summary>
    public static async Task HealAsync(string address, string user, string topic)
    {
        using var admin = ChaosTopics.Admin(address);
        var denied = new AclBindingFilter
        {
            PatternFilter = new ResourcePatternFilter { Type = ResourceType.Topic, Name = topic, ResourcePatternType = ResourcePatternType.Literal },
            EntryFilter = new AccessControlEntryFilter { Principal = $"User:{user}", Host = "*", Operation = AclOperation.Any, PermissionType = AclPermissionType.Deny },
        };
        await admin.DeleteAclsAsync([denied]);
    }

    private static AclBinding Rule(string user, ResourceType type, string name, AclOperation operation, AclPermissionType permission) => new()
    {
        Pattern = new ResourcePattern { Type = type, Name = name, ResourcePatternType = ResourcePatternType.Literal },
        Entry = new AccessControlEntry { Principal = $"User:{user}", Host = "*", Operation = operation, PermissionType = permission },
    };
}
