using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Covenant.Contracts.Events;

/// <summary>
/// When an event happened, by its producer's clock. Not the time at which it was read: judging knows event time alone.
/// </summary>
/// <param name="Ticks">100-nanosecond ticks since 1970-01-01T00:00:00Z; 0 to <see cref="MaxTicks"/>.</param>
[GenerateSerializer, Immutable, Alias("covenant.EventTime")]
public readonly record struct EventTime([property: Id(0)] long Ticks) : IComparable<EventTime>
{
    /// <summary>The end of the year 9999; arithmetic that would pass it stops there.</summary>
    public const long MaxTicks = 2_534_023_007_999_999_999;

    /// <summary>Longest text <see cref="TryParse(ReadOnlySpan{byte}, out EventTime)"/> reads, in bytes.</summary>
    public const int TextMax = EventLimits.TextBytesMax;

    public static readonly EventTime Epoch = new(0);

    public static readonly EventTime Max = new(MaxTicks);

    public static EventTime From(DateTimeOffset time) => new(time.UtcTicks - DateTime.UnixEpoch.Ticks);

    public DateTimeOffset ToDateTimeOffset() => new(Ticks + DateTime.UnixEpoch.Ticks, TimeSpan.Zero);

    public int CompareTo(EventTime other) => Ticks.CompareTo(other.Ticks);

    public static bool operator <(EventTime left, EventTime right) => left.Ticks < right.Ticks;

    public static bool operator >(EventTime left, EventTime right) => left.Ticks > right.Ticks;

    public static bool operator <=(EventTime left, EventTime right) => left.Ticks <= right.Ticks;

    public static bool operator >=(EventTime left, EventTime right) => left.Ticks >= right.Ticks;

    /// <summary>Reads RFC 3339, as CloudEvents asks: <c>2026-11-23T12:00:00.123Z</c>. An offset is applied; digits below 100 ns are cut.
    /// A time before 1970 is read too (its <see cref="Ticks"/> are negative), so that the caller can say what is wrong with it.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out EventTime time) => Rfc3339.TryParse(utf8, out time);

    public static EventTime Parse(string text) =>
        TryParse(Encoding.UTF8.GetBytes(text), out var time) ? time : throw new FormatException($"`{text}` is not an RFC 3339 time such as `2026-11-23T12:00:00Z`");

    /// <summary>RFC 3339 in UTC, with as many digits of a second as are needed.</summary>
    public override string ToString() => ToDateTimeOffset().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
