using System.Text;
using Covenant.Contracts.Events;
using Covenant.Silo.Ingestion;

namespace Covenant.Silo.Deadlines;

/// <summary>A customer that has to be woken, and when. Who and when never change; what is marked on it belongs to the partition's loop.</summary>
internal sealed class DueEntry(CustomerKey customer, EventTime due)
{
    // The institution's number, both lengths, and the time as a distance from the one before.
    private const int BytesBesideCustomer = 16;

    public CustomerKey Customer { get; } = customer;

    public EventTime Due { get; } = due;

    /// <summary>About what it takes in storage.</summary>
    public int Bytes { get; } = Encoding.UTF8.GetByteCount(customer.Customer) + BytesBesideCustomer;

    /// <summary>It was handed out to be woken.</summary>
    public bool IsTaken { get; set; }

    /// <summary>What holds it in storage; null where only the tail of the partition's row does, or nothing yet.</summary>
    public ReachedChunk? Chunk { get; set; }
}
