using System.ComponentModel.DataAnnotations;
using Covenant.Silo.Settings;

namespace Covenant.Silo.Checkpoints;

/// <summary>When what grains remember is stored.</summary>
internal sealed class CheckpointOptions : IValidatableObject
{
    public const string Section = "Covenant:Checkpoint";

    /// <summary>Over how long the cohorts touched since the last checkpoint are stored: each once. After a crash at most twice as much is judged again. Default 30 s.</summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Writes of one partition under way at once: each holds a copy of its cohort, and a storage that joins writes has so many to join. Default 512.</summary>
    [Range(1, 4_096)]
    public int WritesMax { get; set; } = 512;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Every < TimeSpan.FromMilliseconds(100) || Every > TimeSpan.FromHours(1))
        {
            yield return new($"`{Section}:{nameof(Every)}` is `{Every}`; it must be between `00:00:00.100` and `01:00:00`");
        }
    }
}
