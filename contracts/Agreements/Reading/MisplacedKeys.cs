namespace Covenant.Contracts.Agreements.Reading;

/// <summary>What to say of words that people take for keys of a selector or a condition, and that are asked elsewhere.</summary>
internal static class MisplacedKeys
{
    private static readonly string[] OfDuring = ["from", "to", "days", "hours", "zone"];

    public static string? InSelector(MapEntry entry) => Plain(entry.Key) switch
    {
        "and" or "all" or "allof" or "both" => $"{Quoted.Of(entry.Key)} is not written in a selector: its fields all have to hold, so write them beside each other",
        "subject" or "datasubject" or "client" or "customerid" => $"{Quoted.Of(entry.Key)} cannot be selected where it is the customer: an agreement speaks of every customer alike",
        "customerabsent" or "customernotpresent" or "notpresent" or "absent" or "unattended" =>
            $"unknown key {Quoted.Of(entry.Key)}: write `customerPresent: {(entry.Value is ScalarNode { Value: "false" } ? "true" : "false")}`",
        "hours" or "hour" or "time" or "timeofday" => OfTime(entry.Key, "hours"),
        "days" or "day" or "weekday" or "weekdays" or "dayofweek" => OfTime(entry.Key, "days"),
        _ => null,
    };

    public static string? InCondition(MapEntry entry)
    {
        if (OfDuring.Contains(entry.Key))
        {
            return $"{Quoted.Of(entry.Key)} goes inside `during`: write {Quoted.Of($"{{ during: {{ {entry.Key}: ... }} }}")}";
        }

        return Field.TryParse(entry.Key, out _)
            ? $"{Quoted.Of(entry.Key)} is a field of the event itself, which the clause's selector asks: write it there, or {Quoted.Of($"{{ once: {{ {entry.Key}: ... }} }}")} for an earlier event"
            : null;
    }

    private static string OfTime(string key, string ours) =>
        $"{Quoted.Of(key)} is no field of an event: ask for the time beside the clause's form, with {Quoted.Of($"while: {{ during: {{ {ours}: ... }} }}")}";

    private static string Plain(string word) => word.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
}
