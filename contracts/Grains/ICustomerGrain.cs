using Orleans.Concurrency;

namespace Covenant.Contracts.Grains;

/// <summary>One customer of one institution; its key is <c>{institution}/{customer}</c>.</summary>
[Alias("covenant.customer")]
public interface ICustomerGrain : IGrainWithStringKey
{
    /// <summary>Judges the customer's next events of one partition, in log order.</summary>
    /// <remarks>A record at or below the grain's high-water mark for the partition has been applied already, and is passed over.</remarks>
    [Alias("apply")]
    ValueTask<CustomerReply> Apply([Immutable] CustomerBatch batch);
}
