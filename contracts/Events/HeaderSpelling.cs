using System.Collections.Immutable;

namespace Covenant.Contracts.Events;

/// <summary>Finds the headers that were meant as CloudEvents' but are spelt as on HTTP (<c>ce-id</c>), on AMQP (<c>cloudEvents:id</c>) or in other letters (<c>CE_ID</c>).</summary>
internal static class HeaderSpelling
{
    private const string KafkaPrefix = "ce_";

    private static readonly ImmutableArray<string> Prefixes = ["cloudevents", "ce"];

    private static readonly ImmutableArray<string> Names = ["ce_specversion", "ce_id", "ce_source", "ce_time", "ce_type", "ce_traceparent"];

    /// <summary>The name of the attribute's header in Kafka; null where the name is right, or nobody's.</summary>
    public static string? Meant(string name)
    {
        if (name.Length == 0 || (name[0] | 0x20) != 'c')
        {
            return null;
        }

        foreach (var prefix in Prefixes)
        {
            if (name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && name[prefix.Length] is '_' or '-' or ':' or '.')
            {
                var meant = Find(name.AsSpan(prefix.Length + 1));
                return meant == name ? null : meant;
            }
        }

        return null;
    }

    private static string? Find(ReadOnlySpan<char> attribute)
    {
        foreach (var name in Names)
        {
            if (IsSame(attribute, name.AsSpan(KafkaPrefix.Length)))
            {
                return name;
            }
        }

        return null;
    }

    // `spec-version` is `specversion`.
    private static bool IsSame(ReadOnlySpan<char> written, ReadOnlySpan<char> attribute)
    {
        foreach (var letter in written)
        {
            if (letter is '-' or '_')
            {
                continue;
            }

            if (attribute.IsEmpty || char.ToLowerInvariant(letter) != attribute[0])
            {
                return false;
            }

            attribute = attribute[1..];
        }

        return attribute.IsEmpty;
    }
}
