using System.Text.RegularExpressions;
using Covenant.Contracts.Agreements;
using CsCheck;

namespace Covenant.Tests.Agreements.Hints;

/// <param name="Place">See <see cref="Hints.Place"/>.</param>
/// <param name="Said">The first thing that is said of it, without line and clause.</param>
internal sealed record HintCase(string Place, string Written, string Said);

/// <summary>Each slip gets the hint that gives what was meant, and what a hint says to write is itself taken where the slip stood.</summary>
public sealed partial class HintTests(ITestOutputHelper output)
{
    private const int Slips = 4_000;

    private static readonly HintCase[] All = [.. TimeHints.Cases, .. DurationHints.Cases, .. WordHints.Cases, .. TermHints.Cases];

    // Where a hint can be put in the place of what was written, and nothing else need be changed.
    private static readonly string[] Values =
    [
        "agreement", "version", "effective", "status", "tolerance", "id", "severity", "mode", "report", "zone", "from", "days", "hours", "count", "distinct", "per", "sliding", "fixed", "calendar", "within", "every",
        "match", "operation", "purposes", "categories", "customerPresent", "form", "condition", "kind", "field", "key of a limit", "window", "limit",
    ];

    [GeneratedRegex("(?:such as|did you mean|write|write such as) `(?<hint>[^`]+)`(?!, `| or `)", RegexOptions.ExplicitCapture)]
    private static partial Regex Hint { get; }

    public static TheoryData<string, string, string> Cases => [.. All.Select(one => (one.Place, one.Written, one.Said))];

    public static TheoryData<string, string, string> Surprises => [.. Habits.Cases.Select(one => (one.Place, one.Written, one.Said))];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_slip_is_told_with_what_was_meant(string place, string written, string said) => Assert.Equal(said, Place.Read(place, written).Mistakes[0].Message);

    [Theory]
    [MemberData(nameof(Surprises))]
    public void What_is_hardly_meant_is_warned_of_with_what_to_write(string place, string written, string said)
    {
        var reading = Place.Read(place, written);

        Assert.Empty(reading.Mistakes);
        var warning = Assert.Single(reading.Warnings);
        Assert.Equal((said, "c"), (warning.Message, warning.Clause));
        Assert.InRange(warning.Line, 6, 7);
    }

    [Fact]
    public void Only_as_many_warnings_are_kept_as_mistakes_are()
    {
        var warnings = Place.Read("region", $"[{string.Join(", ", Enumerable.Range(0, 300).Select(at => $"\"!R{at}\""))}]").Warnings;

        Assert.Equal(AgreementReader.MistakesMax + 1, warnings.Length);
        Assert.Equal("there are more than these 200 warnings: mend these first", warnings[^1].Message);
    }

    [Fact]
    public void What_a_hint_says_to_write_is_taken_where_the_slip_stood() => Assert.All(All.Where(one => Values.Contains(one.Place)), one => CheckHint(one.Place, one.Written));

    [Fact]
    public void What_a_hint_says_of_any_slip_is_taken_where_the_slip_stood()
    {
        var written = All.Where(one => Values.Contains(one.Place) && !one.Written.Contains('{', StringComparison.Ordinal)).ToArray();
        Gen.Select(Gen.Int[0, written.Length - 1], Gen.Double.Unit, Gen.Int[0, 4], Gen.Char["abcdehimnprstuwyzADHMPSTZ0123459+-./: "]).Sample(
            (index, at, kind, letter) => CheckHint(written[index].Place, Slip(written[index].Written, at, kind, letter)),
            output.WriteLine,
            iter: Slips);
    }

    private static void CheckHint(string place, string written)
    {
        var reading = Place.Read(place, written);
        var said = reading.Mistakes.IsEmpty ? "" : reading.Mistakes[0].Message;
        if (!(said.StartsWith($"`{place}`", StringComparison.Ordinal) || said.StartsWith("unknown", StringComparison.Ordinal)) || Hint.Match(said) is not { Success: true } match)
        {
            return;
        }

        var hint = match.Groups["hint"].Value;
        var isQuoted = place is "zone" or "from" or "sliding" or "fixed" or "within" or "every";
        var again = hint.Contains(": ", StringComparison.Ordinal) ? null
            : Place.Read(place, isQuoted ? hint.Trim('"') : written.StartsWith('[') && !hint.StartsWith('[') ? $"[{hint}]" : hint);
        Assert.True(again is null || again.Mistakes.All(mistake => !IsOf(mistake.Message, hint)), $"{place}: `{written}` is answered with `{hint}`, and that with {again?.Mistakes.FirstOrDefault()?.Message}");
    }

    // A key that is taken may still want another value than the slip's.
    private static bool IsOf(string message, string hint) => message.Contains("unknown", StringComparison.Ordinal) || message.Contains($"not `{hint.Trim('"')}`", StringComparison.Ordinal)
        || message.Contains($"cannot be `{hint}`", StringComparison.Ordinal) || message.Contains("no place", StringComparison.Ordinal);

    private static string Slip(string written, double at, int kind, char letter)
    {
        var index = (int)(at * written.Length);
        return kind switch
        {
            0 => written.Insert(index, letter.ToString()),
            1 => written.Remove(index, 1),
            2 => written[..index] + letter + written[(index + 1)..],
            3 => written.Insert(index, new string(written.FirstOrDefault(char.IsAsciiDigit, '9'), 29)),
            _ => index == 0 ? written.ToUpperInvariant() : written[..(index - 1)] + written[index] + written[index - 1] + written[(index + 1)..],
        };
    }
}
