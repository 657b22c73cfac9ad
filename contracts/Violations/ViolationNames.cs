using Covenant.Contracts.Agreements;

namespace Covenant.Contracts.Violations;

/// <summary>The words of a violation's closed fields.</summary>
internal static class ViolationNames
{
    public static string Of(ClauseForm form) => form switch
    {
        ClauseForm.Permit => "permit",
        ClauseForm.Prohibit => "prohibit",
        ClauseForm.Limit => "limit",
        _ => "oblige",
    };

    public static string Of(Severity severity) => severity switch
    {
        Severity.Minor => "minor",
        Severity.Major => "major",
        _ => "critical",
    };

    public static string Of(ClauseMode mode) => mode == ClauseMode.Enforce ? "enforce" : "shadow";

    public static bool TryForm(string name, out ClauseForm form) => TryFind(name, Of, out form);

    public static bool TrySeverity(string name, out Severity severity) => TryFind(name, Of, out severity);

    public static bool TryMode(string name, out ClauseMode mode) => TryFind(name, Of, out mode);

    private static bool TryFind<T>(string name, Func<T, string> nameOf, out T value)
        where T : struct, Enum
    {
        foreach (var one in Enum.GetValues<T>())
        {
            if (nameOf(one) == name)
            {
                value = one;
                return true;
            }
        }

        value = default;
        return false;
    }
}
