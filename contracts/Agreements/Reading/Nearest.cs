namespace Covenant.Contracts.Agreements.Reading;

/// <summary>Finds the word that was probably meant.</summary>
internal static class Nearest
{
    private const int LengthMax = 64;

    /// <summary>The candidate that the fewest letters (left out, put in, changed, swapped; case aside) part from the word, if few enough do; null if none.</summary>
    /// <param name="distanceMax">How many letters at most, where a third of the word is too many.</param>
    public static string? To(string word, IEnumerable<string> candidates, int distanceMax = int.MaxValue)
    {
        if (word.Length is 0 or > LengthMax)
        {
            return null;
        }

        var (best, bestDistance) = ((string?)null, Math.Min(distanceMax, Math.Max(1, word.Length / 3)) + 1);
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - word.Length) < bestDistance && candidate.Length <= LengthMax && Distance(word, candidate) is var distance && distance < bestDistance)
            {
                (best, bestDistance) = (candidate, distance);
            }
        }

        return best;
    }

    // The optimal string alignment distance, three rows at a time.
    private static int Distance(string left, string right)
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
                var changed = last[j - 1] + (Same(left[i - 1], right[j - 1]) ? 0 : 1);
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
