using System.Threading.Channels;
using Azure;

namespace Covenant.Silo.Storage.AzureTables;

/// <summary>The writes of one partition key, one transaction at a time: what comes while one is under way gathers for the next.</summary>
internal sealed class WriteBucket : IAsyncDisposable
{
    private const int WaitingWritesMax = 512;

    private readonly Channel<TableWrite> _waiting = Channel.CreateBounded<TableWrite>(new BoundedChannelOptions(WaitingWritesMax) { SingleReader = true });
    private readonly GroupCommit _commit;
    private readonly Task _loop;

    public WriteBucket(GroupCommit commit)
    {
        _commit = commit;

        // Not on the scheduler of the grain that happens to be the first to write.
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Waits for room, then for the write; <see cref="TableWrite.Written"/> says how it ends.</summary>
    public async Task<ETag> WriteAsync(TableWrite write)
    {
        await _waiting.Writer.WriteAsync(write);
        return await write.Written;
    }

    /// <summary>Ends once what waits is written.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loop;
    }

    private async Task RunAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync())
        {
            await _commit.RunAsync(Gather());
        }
    }

    private List<TableWrite> Gather()
    {
        var group = new WriteGroup();
        while (_waiting.Reader.TryPeek(out var next) && group.TryAdd(next))
        {
            _waiting.Reader.TryRead(out _);
        }

        return group.Writes;
    }
}
