using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Covenant.Silo.Kafka;

namespace Covenant.Silo.Hosting;

/// <summary>How the silo ends.</summary>
internal sealed class ShutdownOptions : IValidatableObject
{
    public const string Section = "Covenant:Shutdown";

    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(30);

    // A user who presses Ctrl-C gets the prompt back within two seconds, whatever still hangs.
    private static readonly TimeSpan OfDemo = TimeSpan.FromSeconds(1.5);

    /// <summary>How long a silo that is told to stop may take: half of it to have everything judged, told and stored, the rest to leave the cluster. Default 30 s; 1.5 s where it brings its own broker.</summary>
    public TimeSpan? Timeout { get; set; }

    /// <remarks>Asked for while the host is built, when what cannot be read has not been told yet; then it does not matter what is answered.</remarks>
    public static TimeSpan TimeoutIn(IConfiguration configuration) =>
        TimeSpan.TryParse(configuration[$"{Section}:{nameof(Timeout)}"], CultureInfo.InvariantCulture, out var timeout) && timeout >= TimeSpan.Zero ? timeout
        : configuration[$"{KafkaOptions.Section}:{KafkaOptions.BootstrapServers}"] is null ? OfDemo
        : Usual;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Timeout < TimeSpan.FromMilliseconds(100) || Timeout > TimeSpan.FromMinutes(10))
        {
            yield return new($"`{Section}:{nameof(Timeout)}` is `{Timeout}`; it must be between `00:00:00.100` and `00:10:00`");
        }
    }
}
