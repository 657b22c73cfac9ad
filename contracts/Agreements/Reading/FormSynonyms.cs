using System.Collections.Frozen;

namespace Covenant.Contracts.Agreements.Reading;

/// <summary>What other rule languages call the four forms.</summary>
internal static class FormSynonyms
{
    private static readonly FrozenDictionary<string, string> Forms = new Dictionary<string, string>
    {
        ["allow"] = "permit",
        ["grant"] = "permit",
        ["permission"] = "permit",
        ["may"] = "permit",
        ["deny"] = "prohibit",
        ["forbid"] = "prohibit",
        ["disallow"] = "prohibit",
        ["block"] = "prohibit",
        ["prohibition"] = "prohibit",
        ["quota"] = "limit",
        ["rate"] = "limit",
        ["throttle"] = "limit",
        ["require"] = "oblige",
        ["must"] = "oblige",
        ["duty"] = "oblige",
        ["obligation"] = "oblige",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public static string? Find(string word) => Forms.GetValueOrDefault(word);
}
