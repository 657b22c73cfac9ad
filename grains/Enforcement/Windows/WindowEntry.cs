using Covenant.Grains.Enforcement.Remembering;

namespace Covenant.Grains.Enforcement.Windows;

/// <summary>One counted event, or one value of it where different values are counted.</summary>
/// <param name="Amount">1, or the event's records.</param>
/// <param name="Value">Null unless different values are counted.</param>
internal readonly record struct WindowEntry(long Time, string Id, long Amount, string? Value) : ITimed;
