namespace Covenant.Grains.Enforcement.Remembering;

/// <summary>An event that a condition remembers. <see cref="IsStart"/> is false for what ends a <c>since</c>.</summary>
internal readonly record struct Mark(long Time, string Id, bool IsStart) : ITimed;
