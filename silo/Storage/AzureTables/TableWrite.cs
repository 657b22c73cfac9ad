using Azure;
using Azure.Data.Tables;
using Orleans.Storage;

namespace Covenant.Silo.Storage.AzureTables;

/// <summary>One row to be added, replaced or deleted, and who waits for it.</summary>
/// <param name="id">Its property in the row; the same however often it is sent.</param>
/// <param name="what">For messages: the state of which grain.</param>
/// <param name="stateBytes">Of the state.</param>
/// <param name="deadline">As of <see cref="TimeProvider.GetTimestamp"/>: it is sent no more.</param>
internal sealed class TableWrite(TableTransactionAction action, Guid id, string what, int stateBytes, long deadline)
{
    // Names, types, keys and the head of a part of a multipart body: about 1,200 bytes, and 1,024 for the longest key, twice.
    private const int EnvelopeBytes = 4_096;

    private readonly TaskCompletionSource<ETag> _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TableTransactionAction Action { get; } = action;

    public Guid Id { get; } = id;

    public long Deadline { get; } = deadline;

    public string Row => Action.Entity.RowKey;

    public bool IsDelete => Action.ActionType == TableTransactionActionType.Delete;

    /// <summary>In a request, where bytes are base64; rather too many.</summary>
    public int RequestBytes { get; } = EnvelopeBytes + (stateBytes / 3 * 4) + 4;

    /// <summary>It was sent, and there was no answer that tells.</summary>
    public bool MayBeIn { get; set; }

    /// <summary>Has the row's new ETag; fails with <see cref="InconsistentStateException"/> where another has written the row, and with <see cref="StateException"/> where it was not taken.</summary>
    public Task<ETag> Written => _written.Task;

    public void Succeed(ETag etag) => _written.TrySetResult(etag);

    public void Conflict() => _written.TrySetException(new InconsistentStateException($"{what} was written by another activation meanwhile"));

    public void Fail(string reason, Exception cause) => _written.TrySetException(new StateException($"{what} was not written: {reason}", cause));
}
