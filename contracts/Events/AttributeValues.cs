namespace Covenant.Contracts.Events;

/// <summary>One entry of an event's <c>attributes</c>.</summary>
/// <param name="Values">A scalar's text (a number as written, <c>true</c>, <c>false</c>), or each scalar of a list; null and objects are left out.</param>
[GenerateSerializer, Immutable, Alias("covenant.AttributeValues")]
public sealed record AttributeValues([property: Id(0)] string Name, [property: Id(1)] string[] Values);
