using Covenant.Grains.Delivery;

namespace Covenant.Silo.Storage;

/// <summary>A row that is in storage and is no state.</summary>
internal static class UnreadableRow
{
    /// <param name="why">In a line.</param>
    /// <returns>A state that says so, where its grain can hold what it is of.</returns>
    /// <exception cref="InvalidDataException">Nobody can.</exception>
    public static T Of<T>(string why, Exception? inner = null)
    {
        if (!typeof(T).IsAssignableTo(typeof(IStoredState)))
        {
            throw new InvalidDataException(why, inner);
        }

        var state = Activator.CreateInstance<T>();
        ((IStoredState)state!).Unreadable = why;
        return state;
    }
}
