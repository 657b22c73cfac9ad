using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Covenant.Contracts.Events;

namespace Covenant.Silo.Demo;

/// <summary>
/// The samples, moved to this week. Each telling begins whole weeks after the one before, with customers of its own: a partition's clock never goes back, so a
/// story told twice over the same dates would find its deadlines passed before it began.
/// </summary>
internal sealed partial class Story
{
    private const string Resources = "samples/";

    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    private readonly ImmutableArray<(JsonObject Event, DateTimeOffset Time)> _events;
    private readonly TimeSpan _shift;
    private readonly TimeSpan _telling;

    public Story(DateTimeOffset now)
    {
        _events = [.. Lines("story.jsonl").Select(line => JsonNode.Parse(line)!.AsObject()).Select(one => (one, TimeOf(one)))];
        var (first, last) = (_events.Min(one => one.Time), _events.Max(one => one.Time));

        // Whole weeks keep the days of the week and the hours, which agreements ask about.
        _shift = Math.Floor((now - first) / Week) * Week;
        _telling = Math.Ceiling((last - first) / Week + 0.5) * Week;
        Start = first + _shift;
    }

    /// <summary>When the first telling begins: within the last seven days.</summary>
    public DateTimeOffset Start { get; }

    public int Length => _events.Length;

    /// <summary>When a telling is over and the next one may begin.</summary>
    /// <param name="telling">From 1.</param>
    public DateTimeOffset EndOf(int telling) => Start + telling * _telling;

    /// <summary>The events in the order of the log.</summary>
    /// <param name="telling">From 1.</param>
    public IEnumerable<StoryEvent> Tell(int telling)
    {
        foreach (var (template, time) in _events)
        {
            var moved = time + _shift + (telling - 1) * _telling;
            var one = template.DeepClone().AsObject();
            var data = one["data"]!.AsObject();
            var customer = telling == 1 ? (string)data["customer"]! : $"{data["customer"]}-{telling}";
            var key = $"{data["institution"]}/{customer}";
            data["customer"] = customer;
            one["subject"] = key;
            one["id"] = telling == 1 ? (string)one["id"]! : $"{one["id"]}-{telling}";
            one["time"] = EventTime.From(moved).ToString();
            yield return new StoryEvent(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(one.ToJsonString()), moved);
        }
    }

    /// <summary>The sample agreements by institution; a version that takes effect within the story moves with it.</summary>
    public IEnumerable<(string Institution, string Yaml)> Agreements()
    {
        var first = Start - _shift;
        foreach (var name in typeof(EventTime).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Resources, StringComparison.Ordinal) && name.EndsWith(".yaml", StringComparison.Ordinal)))
        {
            var yaml = Effective().Replace(string.Join('\n', Lines(name[Resources.Length..])), match =>
            {
                var time = DateTimeOffset.Parse(match.Value, CultureInfo.InvariantCulture);
                return time < first ? match.Value : EventTime.From(time + _shift).ToString();
            });
            yield return (Institution().Match(yaml).Value, yaml);
        }
    }

    private static DateTimeOffset TimeOf(JsonObject one) => EventTime.Parse((string)one["time"]!).ToDateTimeOffset();

    private static IEnumerable<string> Lines(string name)
    {
        using var stream = typeof(EventTime).Assembly.GetManifestResourceStream(Resources + name)
            ?? throw new InvalidOperationException($"the sample {name} is missing from this build");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    [GeneratedRegex(@"(?<=^effective:\s*)\S+", RegexOptions.Multiline)]
    private static partial Regex Effective();

    [GeneratedRegex(@"(?<=^agreement:\s*)[a-z0-9-]+", RegexOptions.Multiline)]
    private static partial Regex Institution();
}

/// <summary>A record for the events' topic.</summary>
internal sealed record StoryEvent(byte[] Key, byte[] Value, DateTimeOffset Time);
