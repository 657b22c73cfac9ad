using System.Globalization;

namespace Covenant.LoadTests.Workload;

/// <summary>Writes times with microseconds; of most, the second was written before.</summary>
internal sealed class EventTimeText
{
    private const int MicrosecondsAt = 20;

    private readonly byte[] _text = "2026-11-24T00:00:00.000000Z"u8.ToArray();
    private long _second = -1;

    /// <param name="microseconds">Since 1970.</param>
    /// <returns>Valid until the next call.</returns>
    public ReadOnlySpan<byte> Of(long microseconds)
    {
        var second = microseconds / 1_000_000;
        if (second != _second)
        {
            _second = second;
            DateTime.UnixEpoch.AddSeconds(second).TryFormat(_text, out _, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        }

        EventTemplate.Write(_text.AsSpan(MicrosecondsAt, 6), microseconds - second * 1_000_000);
        return _text;
    }
}
