using Covenant.LoadTests.Runs;

namespace Covenant.LoadTests.Reporting;

/// <summary>What a run comes to, in a word and in sentences.</summary>
/// <param name="IsGood">Null where nothing was asked for or compared.</param>
public sealed record Verdict(bool? IsGood, string Word, IReadOnlyList<string> Sentences)
{
    public static Verdict Of(RunSummary summary)
    {
        Threshold[] broken = [.. summary.Thresholds.Where(threshold => !threshold.Holds)];
        var wrong = summary.Proof.Missing + summary.Proof.Invented + summary.Proof.Doubled;
        bool? good = broken.Length > 0 || wrong > 0 ? false : summary.Thresholds.Count == 0 && !IsProven(summary) ? null : true;
        var word = good switch { true => "Held", false => "Failed", null => "Measured" };
        return new(good, word, [Thresholds(summary, broken), Proof(summary)]);
    }

    /// <summary>Whether anything was compared with the oracle at all.</summary>
    public static bool IsProven(RunSummary summary) => summary.Proof.Events > 0 || summary.Proof.Expected > 0 || summary.Proof.Told > 0;

    /// <summary>Such as <c>3 missing, 1 doubled</c>; of a flawless run <c>nothing missing, invented or doubled</c>.</summary>
    public static string Wrongs(ProofSummary proof)
    {
        (long Count, string What)[] wrongs = [(proof.Missing, "missing"), (proof.Invented, "invented"), (proof.Doubled, "doubled")];
        return wrongs.All(wrong => wrong.Count == 0)
            ? "nothing missing, invented or doubled"
            : string.Join(", ", wrongs.Where(wrong => wrong.Count > 0).Select(wrong => $"{Unit.Count.Of(wrong.Count)} {wrong.What}"));
    }

    private static string Thresholds(RunSummary summary, Threshold[] broken) =>
        summary.Thresholds.Count == 0 ? "No threshold was asked for."
        : broken.Length == 0 ? (summary.Thresholds.Count == 1 ? "The one threshold held." : $"All {summary.Thresholds.Count} thresholds held.")
        : $"{broken.Length} of {summary.Thresholds.Count} thresholds did not hold: {string.Join(", ", broken.Select(threshold => $"{threshold.Name} was {threshold.Measured} (asked: {threshold.Bound})"))}.";

    private static string Proof(RunSummary summary) =>
        IsProven(summary)
            ? $"Of {Unit.Count.Of(summary.Proof.Events)} events the oracle expects {Unit.Count.Of(summary.Proof.Expected)} violations, and {Unit.Count.Of(summary.Proof.Told)} were told: {Wrongs(summary.Proof)}."
            : "What was told was not compared with the oracle.";
}
