using Covenant.Contracts.Violations;
using Covenant.LoadTests.Oracle;

namespace Covenant.LoadTests.Proving;

/// <summary>
/// What was told against what had to be, in whatever order the two come. Keeps what the other side has not said yet, and the ids of all that was told. Two violations that
/// differ in their id alone are two where the oracle finds two (an obligation for each recipient shows no recipient). For threads of both sides.
/// </summary>
public sealed class Comparison
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _toldAndNotExpected = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly List<Difference> _differences = [];
    private long _missing;
    private long _told;
    private long _expected;

    /// <summary>Violations and dead letters that were read, each time they were.</summary>
    public long Told => Interlocked.Read(ref _told);

    /// <summary>Violations and dead letters that the oracle found.</summary>
    public long Expected => Interlocked.Read(ref _expected);

    /// <summary>How many were found by the oracle and not told so far.</summary>
    public long Missing => Interlocked.Read(ref _missing);

    /// <summary>A committed reader has read a violation.</summary>
    /// <param name="topic">Where it was read.</param>
    /// <param name="itsTopic">Where it belongs.</param>
    public void Tell(Violation violation, string topic, string itsTopic) =>
        Tell(violation.Id, LineOf(violation.Position.Partition, OracleVerdict.Of(violation)), topic == itsTopic ? null : topic);

    /// <summary>A committed reader has read a dead letter of the record that stands there.</summary>
    public void TellDeadLetter(string topic, int partition, long offset)
    {
        var line = DeadLetterLine(topic, partition, offset);
        Tell(line, line, null);
    }

    /// <summary>The oracle finds a violation.</summary>
    public void Expect(int partition, OracleVerdict verdict) => Expect(LineOf(partition, verdict));

    public void ExpectDeadLetter(string topic, int partition, long offset) => Expect(DeadLetterLine(topic, partition, offset));

    /// <summary>All that is wrong, if nothing more is told or expected.</summary>
    public IReadOnlyList<Difference> Differences()
    {
        lock (_lock)
        {
            return [.. _differences, .. _toldAndNotExpected.SelectMany(left =>
                Enumerable.Repeat(new Difference(left.Value < 0 ? DifferenceKind.Missing : DifferenceKind.Invented, left.Key), Math.Abs(left.Value)))];
        }
    }

    private void Tell(string id, string line, string? wrongTopic)
    {
        lock (_lock)
        {
            _told++;
            if (wrongTopic is not null)
            {
                _differences.Add(new(DifferenceKind.Invented, $"in `{wrongTopic}`: {line}"));
            }
            else if (!_ids.Add(id))
            {
                _differences.Add(new(DifferenceKind.Doubled, $"id {id}: {line}"));
            }
            else
            {
                _missing -= Add(line, 1) <= 0 ? 1 : 0;
            }
        }
    }

    private void Expect(string line)
    {
        lock (_lock)
        {
            _expected++;
            _missing += Add(line, -1) < 0 ? 1 : 0;
        }
    }

    private int Add(string line, int one)
    {
        var balance = _toldAndNotExpected.GetValueOrDefault(line) + one;
        if (balance == 0)
        {
            _toldAndNotExpected.Remove(line);
        }
        else
        {
            _toldAndNotExpected[line] = balance;
        }

        return balance;
    }

    private static string LineOf(int partition, OracleVerdict verdict) => $"partition {partition}: {verdict}";

    private static string DeadLetterLine(string topic, int partition, long offset) => $"dead letter of `{topic}`, partition {partition}, offset {offset}";
}
