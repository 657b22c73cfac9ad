using Confluent.Kafka;
using ErrorCode = Confluent.Kafka.ErrorCode;

namespace Covenant.Silo.Kafka;

internal static class PassingErrors
{
    extension(ErrorCode code)
    {
        /// <summary>Whether the topic, or the partition of it, is not there, as far as the client knows.</summary>
        public bool IsOfMissingTopic => code is ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition;
    }

    extension(Error error)
    {
        /// <summary>Whether it is what a client meets while a broker is away, comes back or hands over: asked again later, the same request may be answered.</summary>
        public bool IsPassing => error.Code is ErrorCode.Local_Transport or ErrorCode.Local_Resolve or ErrorCode.Local_AllBrokersDown or ErrorCode.Local_TimedOut
            or ErrorCode.Local_MaxPollExceeded or ErrorCode.Local_UnknownPartition or ErrorCode.NetworkException or ErrorCode.RequestTimedOut
            or ErrorCode.BrokerNotAvailable or ErrorCode.NotController or ErrorCode.LeaderNotAvailable or ErrorCode.NotLeaderForPartition
            or ErrorCode.NotCoordinatorForGroup or ErrorCode.GroupCoordinatorNotAvailable or ErrorCode.GroupLoadInProgress;
    }
}
