namespace Covenant.Contracts.Agreements;

/// <summary>Over what time a limit measures.</summary>
public abstract record Window
{
    private Window()
    {
    }

    /// <summary>(t - W, t].</summary>
    public sealed record Sliding(Duration Length) : Window;

    /// <summary>Windows that start at multiples of their length since 1970.</summary>
    public sealed record Fixed(TimeSpan Length) : Window;

    /// <summary>Local days, weeks from Monday, or months.</summary>
    /// <param name="Zone">A tz database name.</param>
    public sealed record Calendar(CalendarUnit Unit, string Zone) : Window;

    /// <summary>Ever.</summary>
    public sealed record Total : Window;
}

public enum CalendarUnit
{
    Day = 0,
    Week = 1,
    Month = 2,
}
