namespace Covenant.LoadTests.Reporting.Plots;

/// <summary>Colours that colour-blind people can tell apart, and dashes once they are used up.</summary>
internal static class SeriesStyle
{
    private const int Colours = 6;

    public static string Of(int index) => (index / Colours) switch
    {
        0 => $"c{index % Colours + 1}",
        1 => $"c{index % Colours + 1} dashed",
        _ => $"c{index % Colours + 1} dotted-line",
    };
}
