using System.Globalization;
using CsCheck;

namespace Covenant.Tests.AnyText;

/// <summary>How long the readers are fed: some thousand cases, or, where <c>COVENANT_ANY_TEXT_SECONDS</c> says so, for that long each. CsCheck prints the seed of a case that fails.</summary>
internal static class AnyTextRun
{
    private static readonly int Seconds = int.TryParse(Environment.GetEnvironmentVariable("COVENANT_ANY_TEXT_SECONDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : -1;

    public static void Feed<T>(this Gen<T> gen, Action<T> check, int cases, Func<T, string>? show = null) =>
        gen.Sample(check, iter: Seconds > 0 ? long.MaxValue : cases, time: Seconds, print: show);
}
