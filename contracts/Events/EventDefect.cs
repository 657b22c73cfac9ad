using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Covenant.Contracts.Events;

/// <summary>What makes a record unreadable: it becomes a dead letter, with its bytes kept.</summary>
/// <param name="Reason">For metrics: one of few.</param>
/// <param name="Message">One line for people: what is wrong, where, and what it should be.</param>
public sealed partial record EventDefect(EventDefectReason Reason, string Message)
{
    private static readonly ImmutableArray<string> Codes =
        [.. Enum.GetNames<EventDefectReason>().Select(name => WordStart().Replace(name, "-").ToLowerInvariant())];

    /// <summary>The reason as metrics and headers name it: <c>truncated-json</c>.</summary>
    public string Code => Codes[(int)Reason];

    /// <summary>A record without a value, which only its reader can see.</summary>
    public static EventDefect NullValue { get; } =
        new(EventDefectReason.NullValue, "the record has no value (null); send the event as CloudEvents JSON");

    /// <summary>A record on which the reader failed by a fault of its own, as the border around it tells.</summary>
    public static EventDefect ReaderFailed { get; } =
        new(EventDefectReason.ReaderFailed, "a fault of Covenant's own keeps it from being read; nothing has to be wrong with it: report it with this record");

    public override string ToString() => Message;

    [GeneratedRegex("(?<=[a-z])(?=[A-Z0-9])")]
    private static partial Regex WordStart();
}
