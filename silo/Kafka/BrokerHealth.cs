using Confluent.Kafka;
using Microsoft.Extensions.Options;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Kafka;

/// <summary>Says once that the broker went away and once that it is back, however many clients and retries notice; and each refusal once until then.</summary>
internal sealed partial class BrokerHealth(KafkaBroker broker, IOptions<KafkaOptions> options, ILogger<BrokerHealth> logger)
{
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(10);

    private int _isAway;
    private int _isLooking;
    private volatile string _trouble = "no broker can be reached";
    private volatile string? _refusal;

    public bool IsAway => Volatile.Read(ref _isAway) == 1;

    /// <summary>What stood between the silo and its broker when that was last heard of, in words.</summary>
    public string Trouble => _trouble;

    public void Report(Error error)
    {
        if (error.Code == ErrorCode.Local_AllBrokersDown)
        {
            Away();
        }
        else if (IsOfTheWay(error.Code))
        {
            Meet(BrokerWords.Of(error, options.Value.Settings.GetValueOrDefault("sasl.username")));
        }
        else if (error.IsError && !IsFencing(error.Code) && (error.IsFatal || !error.IsPassing))
        {
            Refused(broker.Address, Words(error));
        }
    }

    /// <summary>What an error means, in words.</summary>
    public string Words(Error error) => BrokerWords.Of(error, options.Value.Settings.GetValueOrDefault("sasl.username")).Words;

    /// <summary>The broker does not answer: said once, until it does.</summary>
    public void Away()
    {
        // The one inside this process goes with it, and clients that end after it have nothing to tell.
        if (!broker.IsEmbedded && Interlocked.Exchange(ref _isAway, 1) == 0)
        {
            WentAway(broker.Address, _trouble);
        }
    }

    /// <summary>The broker answered.</summary>
    public void Here()
    {
        if (_refusal is not null)
        {
            _refusal = null;
        }

        if (_isAway != 0 && Interlocked.Exchange(ref _isAway, 0) == 1)
        {
            CameBack(broker.Address);
        }
    }

    // librdkafka's own log repeats what its errors say, and warns of each setting that is another kind of client's; but of a broker that hangs up it speaks there alone.
    public void Log(LogMessage line)
    {
        if (BrokerWords.Of(line) is { } trouble)
        {
            Meet(trouble);
        }
        else if (line.Level <= SyslogLevel.Critical && !line.Message.Contains("fenced", StringComparison.OrdinalIgnoreCase))
        {
            Refused(broker.Address, BrokerWords.Plain(line.Message));
        }
    }

    /// <summary>Whether a connection broke or could not be made.</summary>
    public static bool IsDisturbance(ErrorCode code) => code is ErrorCode.Local_AllBrokersDown or ErrorCode.Local_TimedOut || IsOfTheWay(code);

    private static bool IsOfTheWay(ErrorCode code) =>
        code is ErrorCode.Local_Transport or ErrorCode.Local_Resolve or ErrorCode.Local_Authentication or ErrorCode.Local_Ssl or ErrorCode.Local_BadMsg;

    // What may pass is told with the broker's absence; what lasts is told at once, for a person has to mend it.
    private void Meet(BrokerTrouble trouble)
    {
        if (!trouble.IsLasting)
        {
            _trouble = _refusal ?? trouble.Words;
        }
        else if (trouble.Certificate is { } listener)
        {
            _ = LookAtAsync(listener, trouble.Words);
        }
        else
        {
            Refuse(trouble.Words);
        }
    }

    // However many clients are refused, one looks.
    private async Task LookAtAsync(string listener, string words)
    {
        if (Interlocked.Exchange(ref _isLooking, 1) == 1)
        {
            return;
        }

        try
        {
            Refuse(await BrokerCertificate.WhatIsWrongAsync(listener, options.Value.Settings.GetValueOrDefault("ssl.ca.location")) ?? words);
            await Task.Delay(LookAgainAfter);
        }
        finally
        {
            Volatile.Write(ref _isLooking, 0);
        }
    }

    private void Refuse(string words)
    {
        _trouble = words;
        if (Interlocked.Exchange(ref _refusal, words) != words)
        {
            Refused(broker.Address, words);
        }
    }

    // The silo's partitions moved on without it: whoever was to write begins anew, and says so.
    private static bool IsFencing(ErrorCode code) => code is ErrorCode.Local_Fenced or ErrorCode.ProducerFenced or ErrorCode.InvalidProducerEpoch
        or ErrorCode.IllegalGeneration or ErrorCode.UnknownMemberId or ErrorCode.RebalanceInProgress or ErrorCode.FencedInstanceId;

    [LoggerMessage(1, LogLevel.Warning, "kafka at `{Address}` cannot be used ({Reason}); trying on until it can")]
    private partial void WentAway(string address, string reason);

    [LoggerMessage(2, LogLevel.Warning, "kafka at `{Address}` answers again")]
    private partial void CameBack(string address);

    [LoggerMessage(3, LogLevel.Error, "kafka at `{Address}` says: {Reason}")]
    private partial void Refused(string address, string reason);
}
