namespace Covenant.Tests.Delivery;

/// <summary>What comes of a write to storage.</summary>
public enum Write
{
    Works,

    Fails,

    /// <summary>It is done, and whoever wrote does not learn it.</summary>
    IsUnknown,
}
