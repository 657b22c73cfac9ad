using Confluent.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Kafka;

/// <summary>Says once that the broker went away and once that it is back, however many clients and retries notice.</summary>
internal sealed partial class BrokerHealth(KafkaBroker broker, ILogger<BrokerHealth> logger)
{
    private int _isAway;

    public void Report(Error error)
    {
        if (error.Code == ErrorCode.Local_AllBrokersDown)
        {
            Away(error.Reason);
        }
        else if (error.IsFatal || !IsTransport(error.Code))
        {
            Refused(broker.Address, error.Reason);
        }
    }

    /// <summary>The broker does not answer: said once, until it does.</summary>
    public void Away(string reason)
    {
        if (Interlocked.Exchange(ref _isAway, 1) == 0)
        {
            IsAway(broker.Address, reason);
        }
    }

    /// <summary>The broker answered.</summary>
    public void Here()
    {
        if (_isAway != 0 && Interlocked.Exchange(ref _isAway, 0) == 1)
        {
            IsBack(broker.Address);
        }
    }

    // librdkafka's own log repeats what its errors say, and warns of each setting that is another kind of client's.
    public void Log(LogMessage line)
    {
        if (line.Level <= SyslogLevel.Critical)
        {
            Refused(broker.Address, line.Message);
        }
    }

    private static bool IsTransport(ErrorCode code) =>
        code is ErrorCode.Local_Transport or ErrorCode.Local_Resolve or ErrorCode.Local_TimedOut or ErrorCode.Local_MaxPollExceeded or ErrorCode.NetworkException;

    [LoggerMessage(1, LogLevel.Warning, "kafka at `{Address}` does not answer ({Reason}); trying on until it does")]
    private partial void IsAway(string address, string reason);

    [LoggerMessage(2, LogLevel.Warning, "kafka at `{Address}` answers again")]
    private partial void IsBack(string address);

    [LoggerMessage(3, LogLevel.Error, "kafka at `{Address}` says: {Reason}")]
    private partial void Refused(string address, string reason);
}
