using System.Collections.Immutable;
using Covenant.Grains.Cohorts;
using Covenant.Silo.Agreements;
using Covenant.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans;
using Orleans.Runtime;
using Orleans.Serialization;
using Orleans.Storage;

namespace Covenant.Tests.Silo;

/// <summary>Accepted texts in storage, as several silos read and write them.</summary>
public sealed class AgreementStoreTests
{
    private readonly MemoryStorage _storage = new(new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<DeepCopier>());
    private readonly AgreementTroubles _troubles = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_one_silo_accepted_the_next_one_finds()
    {
        await WriteAsync(Silo(), "acme", Change(3, 1, "one"));
        await WriteAsync(Silo(), "zeta", Change(4, 1, "other"));

        var found = (await Silo().ReadAllAsync(Token))!;

        Assert.Equal(["acme", "zeta"], found.Keys.Order());
        Assert.Equal(("one", 3), (found["acme"].Texts!.Versions[1], found["acme"].Texts!.At.Offset));
    }

    [Fact]
    public async Task A_silo_that_is_behind_finds_what_another_has_written_and_changes_nothing()
    {
        await WriteAsync(Silo(), "acme", Change(3, 1, "one").Then(Change(9, 1, "newer")));

        var found = await WriteAsync(Silo(), "acme", Change(3, 1, "one"));

        Assert.Equal(("newer", 9), (found.Texts!.Versions[1], found.Texts.At.Offset));
    }

    [Fact]
    public async Task A_withdrawn_institution_is_kept_as_that()
    {
        await WriteAsync(Silo(), "acme", Change(3, 1, "one"));
        await WriteAsync(Silo(), "acme", new TextsChange(new LogMark("topic/0", 4), IsWithdrawn: true, AcceptedTexts.None.Versions));

        Assert.Empty((await Silo().ReadAllAsync(Token))!["acme"].Texts!.Versions);
        Assert.Empty((await WriteAsync(Silo(), "acme", Change(3, 1, "one"))).Texts!.Versions);
    }

    [Fact]
    public async Task Offsets_of_a_topic_that_was_made_again_are_all_new()
    {
        await WriteAsync(Silo(), "acme", Change(57, 1, "one"));

        var found = await WriteAsync(Silo(), "acme", Change(0, 2, "two") with { At = new LogMark("made-again/0", 0) });

        Assert.Equal(["one", "two"], found.Texts!.Versions.Values);
    }

    [Fact]
    public async Task Many_silos_that_write_at_once_leave_every_institution_and_every_version()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(silo => Silo().WriteAsync(
            Enumerable.Range(0, 20).ToDictionary(bank => $"bank-{bank}", _ => Enumerable.Range(1, silo + 1).Select(offset => Change(offset, offset, $"version {offset}")).Aggregate((one, next) => one.Then(next))), Token)));

        var found = (await Silo().ReadAllAsync(Token))!;

        Assert.Equal(20, found.Count);
        Assert.All(found.Values, bank => Assert.Equal(Enumerable.Range(1, 8), bank.Texts!.Versions.Keys));
    }

    [Fact]
    public async Task A_row_of_a_newer_format_is_neither_read_nor_written_over()
    {
        await WriteAsync(Silo(), "acme", Change(3, 1, "one"));
        var row = await RowAsync("acme");
        row.State = new StoredAgreements { Texts = [2, 1, 1] };
        await _storage.WriteStateAsync("agreements", IdOf("acme"), row);

        Assert.Contains("format 2", (await Silo().ReadAllAsync(Token))!["acme"].Unreadable, StringComparison.Ordinal);
        Assert.Contains("format 2", (await WriteAsync(Silo(), "acme", Change(4, 2, "two"))).Unreadable, StringComparison.Ordinal);
        Assert.Equal([2, 1, 1], (await RowAsync("acme")).State!.Texts);
    }

    [Fact]
    public async Task A_list_that_cannot_be_read_is_named_and_not_written_over()
    {
        await _storage.WriteStateAsync("institutions", IdOf("institutions"), new GrainState<StoredInstitutions>(new StoredInstitutions { Names = [250] }));

        Assert.Null(await Silo().ReadAllAsync(Token));
        Assert.Contains("list", _troubles.Summary, StringComparison.Ordinal);
        Assert.Null((await WriteAsync(Silo(), "acme", Change(3, 1, "one"))).Unreadable);
    }

    private AgreementStore Silo() => new(_storage, _troubles, TimeProvider.System, NullLogger<AgreementStore>.Instance);

    private static async Task<StoredTexts> WriteAsync(AgreementStore silo, string institution, TextsChange change) =>
        (await silo.WriteAsync(new Dictionary<string, TextsChange> { [institution] = change }, Token))[institution];

    private async Task<GrainState<StoredAgreements>> RowAsync(string institution)
    {
        var row = new GrainState<StoredAgreements>(new StoredAgreements());
        await _storage.ReadStateAsync("agreements", IdOf(institution), row);
        return row;
    }

    private static GrainId IdOf(string name) => GrainId.Create("agreements", name);

    private static TextsChange Change(long offset, int version, string text) =>
        new(new LogMark("topic/0", offset), IsWithdrawn: false, ImmutableSortedDictionary<int, string>.Empty.Add(version, text));
}
