namespace Covenant.Contracts.Events;

/// <summary>Why a record is a dead letter. Append only: metrics and the dead letter's headers carry these.</summary>
public enum EventDefectReason
{
    /// <summary>The record has no value (a Kafka tombstone).</summary>
    NullValue = 0,

    /// <summary>The value has no bytes, or white space alone.</summary>
    EmptyValue = 1,

    /// <summary>Over <see cref="EventLimits.BytesMax"/>.</summary>
    TooLarge = 2,

    InvalidUtf8 = 3,

    NotJson = 4,

    /// <summary>JSON as far as it goes, and then it ends.</summary>
    TruncatedJson = 5,

    /// <summary>Something follows the event in the same value.</summary>
    TrailingData = 6,

    /// <summary>Over <see cref="EventLimits.DepthMax"/>.</summary>
    TooDeep = 7,

    RepeatedKey = 8,

    /// <summary>A required field is absent or null.</summary>
    MissingField = 9,

    WrongType = 10,

    /// <summary><c>specversion</c> other than 1.0.</summary>
    UnsupportedVersion = 11,

    /// <summary>The data comes in a form other than a JSON object, such as <c>data_base64</c>.</summary>
    UnsupportedData = 12,

    UnreadableTime = 13,

    TimeBefore1970 = 14,

    /// <summary>Further ahead of the reader's clock than it allows.</summary>
    TimeAhead = 15,

    InvalidInstitution = 16,

    /// <summary>An institution for which there is no document at all.</summary>
    UnknownInstitution = 17,

    /// <summary>Empty, or over <see cref="EventLimits.CustomerBytesMax"/>.</summary>
    InvalidCustomer = 18,

    /// <summary>A text that must not be empty is.</summary>
    EmptyText = 19,

    /// <summary>A text over its bound.</summary>
    TooLong = 20,

    /// <summary>A list over <see cref="EventLimits.ListMax"/>.</summary>
    TooMany = 21,

    NumberOutOfRange = 22,

    /// <summary>A JSON escape that is no Unicode text, such as half a surrogate pair.</summary>
    InvalidText = 23,

    /// <summary>The reader itself failed, which is a fault of ours and not of the record.</summary>
    ReaderFailed = 24,
}
