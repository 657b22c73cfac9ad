namespace Covenant.Contracts.Events;

/// <summary>One entry of an event's <c>attributes</c>.</summary>
/// <param name="Values">A scalar's text (a number as written, <c>true</c>, <c>false</c>), or each scalar of a list; null is left out.</param>
/// <param name="IsOpaque">It has a value, or in its list one, that is an object or a list: present, equal to nothing, and what hides a touch.</param>
[GenerateSerializer, Immutable, Alias("covenant.AttributeValues")]
public sealed record AttributeValues([property: Id(0)] string Name, [property: Id(1)] string[] Values, [property: Id(2)] bool IsOpaque = false);
