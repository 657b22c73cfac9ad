using System.Collections.Concurrent;
using Covenant.Grains.Cohorts;
using Covenant.Silo.Hosting;
using Orleans.Storage;

namespace Covenant.Silo.Agreements;

/// <summary>What storage has of an institution.</summary>
/// <param name="Texts">Null where it has nothing, or nothing that can be read.</param>
/// <param name="Unreadable">Why it cannot be read; null where it can.</param>
internal readonly record struct StoredTexts(AcceptedTexts? Texts, string? Unreadable);

/// <summary>
/// Keeps the accepted texts in grain storage: a row for each institution, and one that names them. Every silo folds the same log into the same rows, each change under the row's ETag, so
/// whoever comes first writes it and the others find it there. Where storage is away it waits.
/// </summary>
internal sealed partial class AgreementStore([FromKeyedServices(CohortGrain.Storage)] IGrainStorage storage, AgreementTroubles troubles, TimeProvider clock, ILogger<AgreementStore> logger)
{
    private const string StateName = "agreements";

    private const string ListName = "institutions";

    // No institution has such a name, so nothing is ever stored there: a storage that answers for it answers.
    private const string NobodysName = "/nobody";

    private const int CallsMax = 16;

    // A row that fails so often while others can be read is not readable.
    private const int TriesMax = 3;

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>All that is kept, by institution; null where the list of them cannot be read.</summary>
    public async Task<IReadOnlyDictionary<string, StoredTexts>?> ReadAllAsync(CancellationToken token)
    {
        var list = await ReadAsync(ListName, ListName, new GrainState<StoredInstitutions>(new StoredInstitutions()), row => row?.Read() ?? [], TriesMax, token);
        if (list.Unreadable is { } reason)
        {
            troubles.Set(ListName, $"the list of those whose agreements are stored cannot be read ({reason}): what the topic has lost of them is not in force");
            return null;
        }

        troubles.Clear(ListName);
        return await ReadAsync(list.What!, TriesMax, token);
    }

    /// <summary>Once more, of those that could not be read.</summary>
    public Task<IReadOnlyDictionary<string, StoredTexts>> ReadAgainAsync(IEnumerable<string> institutions, CancellationToken token) => ReadAsync(institutions, triesMax: 1, token);

    private async Task<IReadOnlyDictionary<string, StoredTexts>> ReadAsync(IEnumerable<string> institutions, int triesMax, CancellationToken token)
    {
        var found = new ConcurrentDictionary<string, StoredTexts>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(institutions, Options(token), async (institution, _) => found[institution] = (await ReadTextsAsync(institution, triesMax, token)).Stored);
        return found;
    }

    /// <summary>Makes the changes durable; returns once they are.</summary>
    /// <returns>What storage has then, by institution: ours, or what another silo that is further has written.</returns>
    public async Task<IReadOnlyDictionary<string, StoredTexts>> WriteAsync(IReadOnlyDictionary<string, TextsChange> changes, CancellationToken token)
    {
        // First, so that no row is left that nobody would find.
        await NameAsync(changes.Keys, token);
        var written = new ConcurrentDictionary<string, StoredTexts>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(changes, Options(token), async (change, _) => written[change.Key] = await WriteAsync(change.Key, change.Value, token));
        return written;
    }

    private async Task<StoredTexts> WriteAsync(string institution, TextsChange change, CancellationToken token)
    {
        while (true)
        {
            var (stored, row) = await ReadTextsAsync(institution, TriesMax, token);
            var before = stored.Texts ?? AcceptedTexts.None;
            var after = before.Apply(change);
            if (stored.Unreadable is not null || ReferenceEquals(after, before))
            {
                return stored;
            }

            if (AcceptedForm.TryWrite(after, out var bytes) is { } mistake)
            {
                return stored with { Unreadable = mistake };
            }

            if (await TryWriteAsync(StateName, institution, row, new StoredAgreements { Texts = bytes }, token))
            {
                return new(after, null);
            }
        }
    }

    private async Task NameAsync(IEnumerable<string> institutions, CancellationToken token)
    {
        while (true)
        {
            var row = new GrainState<StoredInstitutions>(new StoredInstitutions());
            var names = await ReadAsync(ListName, ListName, row, list => list?.Read() ?? [], TriesMax, token);
            var before = names.What?.Count;
            names.What?.UnionWith(institutions);
            if (names.What is null || names.What.Count == before || await TryWriteAsync(ListName, ListName, row, StoredInstitutions.Of(names.What), token))
            {
                return;
            }
        }
    }

    private async Task<(StoredTexts Stored, GrainState<StoredAgreements> Row)> ReadTextsAsync(string institution, int triesMax, CancellationToken token)
    {
        var row = new GrainState<StoredAgreements>(new StoredAgreements());
        var (texts, unreadable) = await ReadAsync(StateName, institution, row, stored => stored is null ? null : AcceptedForm.Read(stored.Texts), triesMax, token);
        return (new StoredTexts(texts, unreadable), row);
    }

    private async Task<(TWhat? What, string? Unreadable)> ReadAsync<TRow, TWhat>(string state, string name, GrainState<TRow> row, Func<TRow?, TWhat?> read, int triesMax, CancellationToken token)
        where TRow : class
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await storage.ReadStateAsync(state, IdOf(name), row).WaitAsync(token);
                Answers();
                return (read(row.RecordExists ? row.State : null), null);
            }
            catch (InvalidDataException unreadable)
            {
                return (default, Reason.Of(unreadable));
            }
            catch (Exception failed) when (!token.IsCancellationRequested)
            {
                if (tries >= triesMax && await AnswersForOthersAsync(token))
                {
                    return (default, Reason.Of(failed));
                }

                await WaitAsync(failed, token);
            }
        }
    }

    private async Task<bool> AnswersForOthersAsync(CancellationToken token)
    {
        try
        {
            await storage.ReadStateAsync(StateName, IdOf(NobodysName), new GrainState<StoredAgreements>(new StoredAgreements())).WaitAsync(token);
            return true;
        }
        catch (Exception) when (!token.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <returns>False where another has written the row meanwhile, or it is not known whether this one was written: it is read again.</returns>
    private async Task<bool> TryWriteAsync<TRow>(string state, string name, GrainState<TRow> row, TRow what, CancellationToken token)
    {
        try
        {
            row.State = what;
            await storage.WriteStateAsync(state, IdOf(name), row).WaitAsync(token);
            Answers();
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
        catch (Exception failed) when (!token.IsCancellationRequested)
        {
            await WaitAsync(failed, token);
            return false;
        }
    }

    private async Task WaitAsync(Exception failed, CancellationToken token)
    {
        var reason = $"the stored agreements cannot be reached ({Reason.Of(failed)}): those that are new are not in force before they are stored";
        if (troubles.Storage is null)
        {
            Waits(Reason.Of(failed));
        }

        troubles.Storage = reason;
        await Task.Delay(RetryAfter, clock, token);
    }

    private void Answers()
    {
        if (troubles.Storage is not null)
        {
            troubles.Storage = null;
            GoesOn();
        }
    }

    private static ParallelOptions Options(CancellationToken token) => new() { MaxDegreeOfParallelism = CallsMax, CancellationToken = token };

    private static GrainId IdOf(string name) => GrainId.Create(StateName, name);

    [LoggerMessage(1, LogLevel.Warning, "the stored agreements cannot be reached ({Reason}); trying on, and what is new is not in force before it is stored")]
    private partial void Waits(string reason);

    [LoggerMessage(2, LogLevel.Warning, "the stored agreements can be reached again")]
    private partial void GoesOn();
}
