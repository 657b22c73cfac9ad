using System.Collections.Frozen;
using Covenant.Contracts.Vocabulary;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>What people call terms of the vocabulary that has other words for them.</summary>
internal static class TermSynonyms
{
    private static readonly FrozenDictionary<string, string> ByName = new (string Term, string Names)[]
    {
        ("dpv:Processing", "process processed handle handling touch"),
        ("dpv:Use", "usage using used utilise utilize utilisation"),
        ("dpv:Access", "read reading view viewing see look open"),
        ("dpv:Store", "storage storing save write keep retain retention persist"),
        ("dpv:Share", "sharing sell give provide passon"),
        ("dpv:Transmit", "send sending transmission"),
        ("dpv:Erase", "erasure erasing forget wipe purge"),
        ("dpv:Delete", "deletion deleting"),
        ("dpv:Collect", "collection collecting gather"),
        ("dpv:Profiling", "profile"),
        ("dpv:Tracking", "track"),
        ("dpv:Analyse", "analyze analysis analytics"),
        ("dpv:Anonymise", "anonymize anonymisation anonymization"),
        ("dpv:Pseudonymise", "pseudonymize pseudonymisation pseudonymization"),
        ("dpv:Organise", "organize"),
        ("dpv:Advertising", "ads ad advert adverts advertise advertisement advertisements"),
        ("dpv:TargetedAdvertising", "targetedads adtargeting targeting"),
        ("dpv:Personalisation", "personalization personalise personalize"),
        ("dpv:Marketing", "market"),
        ("dpv:CommercialPurpose", "commercial commercialuse"),
        ("dpv:FraudPreventionAndDetection", "fraud fraudprevention frauddetection antifraud"),
        ("fin:AntiMoneyLaunderingCompliance", "aml antimoneylaundering"),
        ("dpv:PaymentManagement", "payment payments"),
        ("dpv:CustomerCare", "care support customersupport customerservice"),
        ("dpv:ResearchAndDevelopment", "research"),
        ("pd:EmailAddress", "email mail"),
        ("pd:TelephoneNumber", "phone telephone phonenumber"),
        ("pd:Financial", "finance financialdata"),
    }.Where(row => Term.Of(row.Term).Id >= 0).SelectMany(row => row.Names.Split(' ').Select(name => (name, row.Term))).ToFrozenDictionary(entry => entry.name, entry => entry.Term, StringComparer.OrdinalIgnoreCase);

    /// <param name="name">Without its prefix.</param>
    public static string? Find(string name) => ByName.GetValueOrDefault(name);
}
