using Confluent.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Kafka;

/// <summary>Says once that the broker went away and once that it is back, however many clients and retries notice.</summary>
internal sealed partial class BrokerHealth(KafkaBroker broker, ILogger<BrokerHealth> logger)
{
    private int _isAway;
    private string _lastTransport = "no broker can be reached";

    public bool IsAway => Volatile.Read(ref _isAway) == 1;

    public void Report(Error error)
    {
        if (error.Code == ErrorCode.Local_AllBrokersDown)
        {
            Away();
        }
        else if (error.Code is ErrorCode.Local_Transport or ErrorCode.Local_Resolve)
        {
            _lastTransport = Short(error.Reason);
        }
        else if (error.IsError && !IsFencing(error.Code) && (error.IsFatal || !error.IsPassing))
        {
            Refused(broker.Address, error.Reason);
        }
    }

    /// <summary>The broker does not answer: said once, until it does.</summary>
    public void Away()
    {
        if (Interlocked.Exchange(ref _isAway, 1) == 0)
        {
            WentAway(broker.Address, _lastTransport);
        }
    }

    /// <summary>The broker answered.</summary>
    public void Here()
    {
        if (_isAway != 0 && Interlocked.Exchange(ref _isAway, 0) == 1)
        {
            CameBack(broker.Address);
        }
    }

    /// <summary>A client could not be disposed of.</summary>
    public void LeftBehind(string client, TimeSpan timeout) => NotEnded(client, timeout.TotalSeconds);

    // librdkafka's own log repeats what its errors say, and warns of each setting that is another kind of client's.
    public void Log(LogMessage line)
    {
        if (line.Level <= SyslogLevel.Critical && !line.Message.Contains("fenced", StringComparison.OrdinalIgnoreCase))
        {
            Refused(broker.Address, line.Message);
        }
    }

    // `host:9092/bootstrap: Connect to ipv4#10.0.0.1:9092 failed: Connection refused (after 0ms in state CONNECT)`
    private static string Short(string reason)
    {
        var failed = reason.LastIndexOf("failed: ", StringComparison.Ordinal);
        var end = reason.IndexOf(" (after ", StringComparison.Ordinal);
        var start = failed < 0 ? 0 : failed + "failed: ".Length;
        return reason[start..(end < start ? reason.Length : end)];
    }

    // The silo's partitions moved on without it: whoever was to write begins anew, and says so.
    private static bool IsFencing(ErrorCode code) => code is ErrorCode.Local_Fenced or ErrorCode.ProducerFenced or ErrorCode.InvalidProducerEpoch
        or ErrorCode.IllegalGeneration or ErrorCode.UnknownMemberId or ErrorCode.RebalanceInProgress or ErrorCode.FencedInstanceId;

    [LoggerMessage(1, LogLevel.Warning, "kafka at `{Address}` does not answer ({Reason}); trying on until it does")]
    private partial void WentAway(string address, string reason);

    [LoggerMessage(2, LogLevel.Warning, "kafka at `{Address}` answers again")]
    private partial void CameBack(string address);

    [LoggerMessage(3, LogLevel.Error, "kafka at `{Address}` says: {Reason}")]
    private partial void Refused(string address, string reason);

    [LoggerMessage(4, LogLevel.Error, "kafka client `{Client}` has not ended within {Seconds} s and is left behind; another one takes its place")]
    private partial void NotEnded(string client, double seconds);
}
