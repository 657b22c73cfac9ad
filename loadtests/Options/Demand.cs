using System.Diagnostics.CodeAnalysis;

namespace Covenant.LoadTests.Options;

/// <summary>Checks of what was asked for, before anything is started.</summary>
internal static class Demand
{
    /// <exception cref="WrongOptionException">It does not hold.</exception>
    public static void That([DoesNotReturnIf(false)] bool holds, string? otherwise)
    {
        if (!holds)
        {
            throw new WrongOptionException(otherwise!);
        }
    }
}
