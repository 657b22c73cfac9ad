using System.ComponentModel.DataAnnotations;

namespace Covenant.Silo.Demo;

/// <summary>How the samples' story is played where the silo brings its own broker.</summary>
internal sealed class DemoOptions : IValidatableObject
{
    public const string Section = "Covenant:Demo";

    /// <summary>How long one telling takes. Default 90 s.</summary>
    public TimeSpan StoryTime { get; set; } = TimeSpan.FromSeconds(90);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (StoryTime < TimeSpan.FromSeconds(1) || StoryTime > TimeSpan.FromHours(1))
        {
            yield return new($"`{Section}:{nameof(StoryTime)}` is `{StoryTime}`; it must be between `00:00:01` and `01:00:00`");
        }
    }
}
