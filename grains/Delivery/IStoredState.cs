namespace Covenant.Grains.Delivery;

/// <summary>State of which a row that cannot be read holds up whom it is of, and nobody else.</summary>
public interface IStoredState
{
    /// <summary>Why the row cannot be read, in a line; null where it can. Not stored.</summary>
    string? Unreadable { get; set; }
}
