namespace Covenant.Silo.Topics;

/// <summary>The topics of the design, by name.</summary>
internal static class TopicNames
{
    /// <summary>In: what was done with customers' data; key <c>institution/customer</c>.</summary>
    public const string Events = "datause.events.v1";

    /// <summary>In, compacted: every institution's agreements; key <c>institution</c>.</summary>
    public const string Agreements = "datause.agreements.v1";

    /// <summary>Out, the operator's: what drafts and shadow clauses would have said; key <c>institution/customer</c>.</summary>
    public const string Shadow = "datause.shadow.v1";

    /// <summary>Out, the operator's: what could not be read; key as it was read.</summary>
    public const string DeadLetters = "datause.deadletter.v1";

    /// <summary>
    /// Out and in again, compacted, the operator's: what could not be delivered to its bank yet; key <c>violation id</c>.
    /// </summary>
    public const string Undelivered = "datause.undelivered.v1";

    /// <summary>
    /// Out and in again, compacted, the operator's: records of customers whose stored state cannot be read; key <c>unit/partition/offset</c>.
    /// </summary>
    public const string Held = "datause.held.v1";

    /// <summary>Out: one institution's violations, and nobody else's; key <c>customer</c>.</summary>
    public static string ViolationsOf(string institution) => $"datause.{institution}.violations.v1";

    /// <summary>The institution whose own topic it is; null for one of the platform's.</summary>
    public static string? InstitutionOf(string topic) => topic.Split('.') is ["datause", var institution, _, "v1"] ? institution : null;
}
