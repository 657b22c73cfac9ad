using Covenant.Contracts.Events;
using Covenant.Silo.Cohorts;
using Microsoft.Extensions.ObjectPool;

namespace Covenant.Silo.Ingestion;

/// <summary>Makes the decoders of a pool: one for each batch that is filled at the moment, for what one has learned of the words of events is of use to whatever partition comes next.</summary>
internal sealed class RecordDecoderPolicy(EventAdmission admission, CohortLayout cohorts) : PooledObjectPolicy<RecordDecoder>
{
    public override RecordDecoder Create() => new(admission, cohorts);

    public override bool Return(RecordDecoder decoder) => true;
}
