using System.Globalization;
using System.Text;

namespace Covenant.LoadTests.Workload;

/// <summary>What every institution of the load agreed: one clause of each kind that is judged as events come.</summary>
public static class BenchAgreement
{
    public const string NoCommercialUse = "no-commercial-use";

    public const string OnlyInConversation = "only-in-conversation";

    public const string Unattended = "unattended";

    /// <summary>Of <see cref="Unattended"/>.</summary>
    public const int UnattendedMax = 4;

    /// <inheritdoc cref="UnattendedMax"/>
    public static readonly TimeSpan UnattendedWindow = TimeSpan.FromHours(24);

    /// <summary>The language's default.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(10);

    internal static readonly string[] Permitted = ["fin:PaymentProcessing", "dpv:PaymentManagement", "dpv:CustomerCare", "dpv:FraudPreventionAndDetection"];

    internal static readonly string[] Commercial = ["dpv:CommercialPurpose", "dpv:Marketing", "dpv:Personalisation", "dpv:SellProducts"];

    internal static readonly string[] BoundToConversation = ["dpv:Use", "dpv:Access"];

    public static string TextFor(string institution) => new StringBuilder()
        .Append(CultureInfo.InvariantCulture, $$"""
            agreement: {{institution}}
            version: 1
            effective: 2020-01-01T00:00:00Z
            sets:
              CommercialUse: [{{string.Join(", ", Commercial)}}]
            clauses:
              - id: services
                text: Data may be used to move money and to serve the customer.
                permit: { purposes: [{{string.Join(", ", Permitted)}}] }
              - id: {{NoCommercialUse}}
                text: Never for advertising, nor for any commercial purpose of the platform.
                severity: critical
                prohibit: { purposes: [CommercialUse] }
              - id: {{OnlyInConversation}}
                text: Only while the customer and the bank are talking.
                prohibit: { operation: [{{string.Join(", ", BoundToConversation)}}] }
                unless: { since: { start: ConversationOpened, end: [ConversationClosed, ConversationMoved] }, match: [conversation] }
              - id: {{Unattended}}
                text: At most {{UnattendedMax}} times in any 24 hours without the customer present.
                limit: { when: { customerPresent: false }, count: {{UnattendedMax}}, sliding: PT24H }

            """)
        .Replace("\r\n", "\n").ToString();
}
