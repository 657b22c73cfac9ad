namespace Covenant.Contracts.Events;

/// <summary>Where in a record something stands, for the one who has to mend it.</summary>
/// <param name="At">The byte of the value, from 0; <see cref="InHeader"/> where it stands in the record's headers.</param>
internal readonly record struct Place(EventField Field, long At)
{
    public const long InHeader = -1;

    public override string ToString() => At == InHeader
        ? $"header `ce_{EventFieldNames.Path(Field)}`"
        : Field == EventField.Other ? $"the event (byte {At})" : $"`{EventFieldNames.Path(Field)}` (byte {At})";
}
