using System.Buffers;
using System.Text;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Violations;
using Covenant.Silo.Kafka;
using Covenant.Silo.Telemetry;
using Covenant.Silo.Topics;

namespace Covenant.Silo.Publishing;

/// <summary>
/// Which topic a violation goes to, and as what: the institution's own, or the operator's for what judges in shadow. One whose record would
/// be too large is cut, and says so.
/// For one thread at a time.
/// </summary>
internal sealed class ViolationRecords : IDisposable
{
    private readonly ViolationWriter _writer = new();
    private readonly ViolationBounds _bounds = new();
    private readonly ArrayBufferWriter<byte> _buffer = new(4_096);

    public OutgoingRecord ToRecord(Violation violation)
    {
        _buffer.ResetWrittenCount();
        _writer.Write(_bounds.Cut(violation), _buffer);
        var value = _buffer.WrittenSpan.ToArray();
        var headers = EventRecords.Structured(Tracing.MarkViolation(violation));
        return violation.Mode == ClauseMode.Shadow
            ? new OutgoingRecord(TopicNames.Shadow, Encoding.UTF8.GetBytes($"{violation.Institution}/{violation.Customer}"), value, headers, Id: violation.Id)
            : new OutgoingRecord(TopicNames.ViolationsOf(violation.Institution), Encoding.UTF8.GetBytes(violation.Customer), value, headers, Id: violation.Id);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _bounds.Dispose();
    }
}
