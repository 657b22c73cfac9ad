using System.Globalization;

namespace Covenant.LoadTests.Reporting;

/// <summary>How numbers of one kind are written. What was not measured is a dash.</summary>
public sealed class Unit
{
    private readonly Func<double, string> _full;

    private Unit(string name, Func<double, string> full, Func<double, string>? tick = null)
    {
        Name = name;
        _full = full;
        Tick = tick ?? full;
    }

    public static Unit Count { get; } = new("", value => Whole(value), Short);
    public static Unit PerSecond { get; } = new("events/s", value => $"{Whole(value)} /s", Short);
    public static Unit Milliseconds { get; } = new("ms", TimeOf);
    public static Unit Seconds { get; } = new("s", value => TimeOf(value * 1000));
    public static Unit Cores { get; } = new("cores", value => value.ToString("0.00", CultureInfo.InvariantCulture), Digits);
    public static Unit Mebibytes { get; } = new("MiB", value => $"{Whole(value)} MiB", value => value == 0 ? "0" : $"{Whole(value)} MiB");
    public static Unit Ratio { get; } = new("", value => value.ToString("0.00", CultureInfo.InvariantCulture));
    public static Unit Percent { get; } = new("%", value => $"{Digits(value * 100)} %");
    public static Unit Microseconds { get; } = new("µs", value => $"{Digits(value)} µs");

    /// <summary>Empty where the number says it all.</summary>
    public string Name { get; }

    /// <summary>On an axis, where there is little room.</summary>
    public Func<double, string> Tick { get; }

    public string Of(double? value) => value is { } number && double.IsFinite(number) ? _full(number) : "–";

    /// <summary>Of the lowest and the highest: one where they read the same.</summary>
    public string Range(double lowest, double highest) => Of(lowest) == Of(highest) ? Of(lowest) : $"{Of(lowest)} to {Of(highest)}";

    private static string Whole(double value) => Math.Round(value).ToString("#,0", CultureInfo.InvariantCulture);

    private static string TimeOf(double milliseconds) =>
        milliseconds == 0 ? "0"
        : Math.Abs(milliseconds) < 999.5 ? $"{Digits(milliseconds)} ms"
        : $"{Digits(milliseconds / 1000)} s";

    /// <summary>Three digits that count, and none after the point that are nought.</summary>
    private static string Digits(double value) => Math.Abs(value) switch
    {
        >= 99.95 => Whole(value),
        >= 9.995 => value.ToString("0.#", CultureInfo.InvariantCulture),
        >= 0.9995 => value.ToString("0.##", CultureInfo.InvariantCulture),
        _ => value.ToString("0.###", CultureInfo.InvariantCulture),
    };

    private static string Short(double value) => Math.Abs(value) switch
    {
        >= 1e6 => $"{Digits(value / 1e6)}M",
        >= 1e3 => $"{Digits(value / 1e3)}k",
        _ => Digits(value),
    };
}
