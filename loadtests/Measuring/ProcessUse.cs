using System.Diagnostics;
using System.Globalization;

namespace Covenant.LoadTests.Measuring;

/// <summary>What a process has used so far.</summary>
/// <param name="Processor">Of all cores, since it began.</param>
/// <param name="Bytes">Resident now.</param>
internal readonly record struct ProcessUse(TimeSpan Processor, long Bytes)
{
    // The kernel's unit in /proc, on all machines that .NET runs on.
    private const int TicksPerSecond = 100;

    private const int UserTimeAt = 11;

    private const int SystemTimeAt = 12;

    private const int ResidentPagesAt = 21;

    /// <summary>Null where there is no such process.</summary>
    public static ProcessUse? Of(int id) => OperatingSystem.IsLinux() ? OfLinux(id) : OfOther(id);

    private static ProcessUse? OfLinux(int id)
    {
        try
        {
            // After the name, which may hold anything and ends with the last parenthesis.
            var line = File.ReadAllText($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/stat");
            var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
            long Number(int at) => long.Parse(fields[at], CultureInfo.InvariantCulture);
            return new(TimeSpan.FromSeconds((Number(UserTimeAt) + Number(SystemTimeAt)) / (double)TicksPerSecond), Number(ResidentPagesAt) * Environment.SystemPageSize);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException or IOException)
        {
            return null;
        }
    }

    private static ProcessUse? OfOther(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return new(process.TotalProcessorTime, process.WorkingSet64);
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
