namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Finds the word that a slip of the pen was probably meant to be. A word that looks alike but means something else is worse than none, so it is strict.</summary>
internal static class Nearest
{
    private const int LengthMax = 64;

    // `inactive` is one slip of two letters away from `active`, and its opposite.
    private static readonly string[] Negations = ["in", "un", "non", "not", "no", "dis", "de", "im"];

    /// <summary>The candidate that the fewest letters (left out, put in, changed, swapped; case aside) part from the word, if few enough do and no other is as near; null if none.</summary>
    /// <remarks>What stands before the last <c>:</c>, <c>/</c> or <c>.</c> must be the same, and makes no word longer. From two letters on the first letter must be the same, too.</remarks>
    /// <param name="distanceMax">How many letters at most, where more would be few enough.</param>
    /// <param name="isStrict">Whether a changed letter counts twice: it more often makes another word than one left out or put in does.</param>
    public static string? To(string word, IEnumerable<string> candidates, int distanceMax = int.MaxValue, bool isStrict = false)
    {
        if (word.Length is 0 or > LengthMax)
        {
            return null;
        }

        var start = StartOf(word);
        var (local, best, isTied) = (word[start..], (string?)null, false);
        var bestDistance = Math.Min(distanceMax, isStrict ? AllowedStrictly(local.Length) : Allowed(local.Length)) + 1;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - word.Length) > bestDistance || candidate.Length > LengthMax || StartOf(candidate) != start
                || !candidate.AsSpan(0, start).Equals(word.AsSpan(0, start), StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            var other = candidate[start..];
            var distance = IsNegation(local, other) ? int.MaxValue : Distance(local, other, isStrict ? 2 : 1);
            if (distance < bestDistance && (distance < 2 || Same(local[0], other[0])))
            {
                (best, bestDistance, isTied) = (candidate, distance, false);
            }
            else if (distance == bestDistance && best is not null && candidate != best)
            {
                isTied = true;
            }
        }

        return isTied ? null : best;
    }

    private static int Allowed(int length) => length switch { < 3 => 0, <= 5 => 1, <= 11 => 2, _ => 3 };

    private static int AllowedStrictly(int length) => length switch { < 3 => 0, <= 8 => 1, <= 11 => 2, _ => 3 };

    private static int StartOf(string word) => word.AsSpan().LastIndexOfAny(":/.") + 1;

    private static bool IsNegation(string word, string other) =>
        Negations.Any(negation => word.Equals(negation + other, StringComparison.OrdinalIgnoreCase) || other.Equals(negation + word, StringComparison.OrdinalIgnoreCase));

    // The optimal string alignment distance, three rows at a time.
    private static int Distance(string left, string right, int change)
    {
        Span<int> beforeLast = stackalloc int[right.Length + 1], last = stackalloc int[right.Length + 1], row = stackalloc int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= left.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var changed = last[j - 1] + (Same(left[i - 1], right[j - 1]) ? 0 : change);
                row[j] = Math.Min(changed, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && Same(left[i - 1], right[j - 2]) && Same(left[i - 2], right[j - 1]))
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }

            last.CopyTo(beforeLast);
            row.CopyTo(last);
        }

        return last[right.Length];
    }

    private static bool Same(char left, char right) => char.ToLowerInvariant(left) == char.ToLowerInvariant(right);
}
