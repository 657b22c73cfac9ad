using System.Text;
using Covenant.Silo.Agreements;
using Covenant.Silo.Health;
using Microsoft.Extensions.Logging.Abstractions;

namespace Covenant.Tests.Silo;

public sealed class AgreementShelfTests
{
    private readonly AgreementShelf _shelf = new(new CaughtFaults(new Degradations(), NullLogger<CaughtFaults>.Instance));

    private int _records;

    [Fact]
    public void Versions_join_those_before()
    {
        Assert.Null(Take("acme", Agreement("acme", 1)));
        Assert.Null(Take("acme", $"{Agreement("acme", 2)}---\n{Agreement("acme", 3)}"));

        Assert.Equal([1, 2, 3], Versions("acme"));
    }

    [Fact]
    public void A_version_that_was_there_is_replaced()
    {
        Take("acme", Agreement("acme", 1, "P1D"));
        Take("acme", Agreement("acme", 1, "PT1H"));

        Assert.Equal(TimeSpan.FromHours(1), Assert.Single(_shelf.VersionsOf("acme")).Tolerance);
    }

    [Fact]
    public void A_null_value_removes_the_institution()
    {
        Take("acme", Agreement("acme", 1));
        Take("zeta", Agreement("zeta", 1));

        Assert.Null(Take("acme", null));

        Assert.Equal(["zeta"], _shelf.Institutions);
    }

    [Fact]
    public void A_record_with_mistakes_tells_all_of_them_and_changes_nothing()
    {
        Take("acme", Agreement("acme", 1));

        var refusal = Take("acme", Agreement("acme", 2).Replace("effective", "efective", StringComparison.Ordinal) + "tolerance: 24h\n");

        Assert.Contains("efective", refusal, StringComparison.Ordinal);
        Assert.Contains("24h", refusal, StringComparison.Ordinal);
        Assert.Equal([1], Versions("acme"));
    }

    // The bank's right to read all that begins with `datause.undelivered.` would open what is undelivered of all banks.
    [Fact]
    public void What_was_accepted_under_a_name_that_is_the_platforms_now_stays_stored_and_is_not_in_force()
    {
        _shelf.Adopt("undelivered", AcceptedTexts.None.Apply(new TextsChange(At(), IsWithdrawn: false, AcceptedTexts.None.Versions.Add(1, Agreement("undelivered", 1)))));

        Assert.Empty(_shelf.VersionsOf("undelivered"));
        Assert.Contains("topics of the platform begin with this name", _shelf.MistakeOf("undelivered"), StringComparison.Ordinal);
        Assert.Contains("undelivered-bank", Take("undelivered", Agreement("undelivered", 2)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stored_version_that_is_not_accepted_any_more_is_left_out_alone_and_named()
    {
        _shelf.Adopt("acme", AcceptedTexts.None.Apply(new TextsChange(At(), IsWithdrawn: false, AcceptedTexts.None.Versions.Add(1, "agreement: acme\n").Add(2, Agreement("acme", 2)))));

        Assert.Null(Take("acme", Agreement("acme", 3)));

        Assert.Equal([2, 3], Versions("acme"));
        Assert.StartsWith("its accepted version 1 cannot be read, and is left out: ", _shelf.MistakeOf("acme"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_agreement_under_another_institutions_key_is_refused() =>
        Assert.Equal("r:1: the agreement of `acme` has the key `zeta`: publish it under its own institution", Take("zeta", Agreement("acme", 1)));

    [Fact]
    public void A_record_without_a_key_is_refused() => Assert.Contains("no key", _shelf.Take(null, [], At(), "r").Refusal, StringComparison.Ordinal);

    [Fact]
    public void Bytes_that_are_no_text_are_refused() => Assert.Contains("not UTF-8", _shelf.Take("acme"u8.ToArray(), [0xFF, 0xFE], At(), "r").Refusal, StringComparison.Ordinal);

    private static string Agreement(string institution, int version, string tolerance = "PT10M") =>
        $"agreement: {institution}\nversion: {version}\neffective: 2026-01-01T00:00:00Z\n" + (tolerance == "PT10M" ? "" : $"tolerance: {tolerance}\n")
        + "clauses:\n  - id: no-ads\n    prohibit: { purposes: dpv:Advertising }\n";

    private string? Take(string key, string? value) => _shelf.Take(Encoding.UTF8.GetBytes(key), value is null ? null : Encoding.UTF8.GetBytes(value), At(), "r").Refusal;

    private LogMark At() => new("topic/0", _records++);

    private IEnumerable<int> Versions(string institution) => _shelf.VersionsOf(institution).Select(agreement => agreement.Version);
}
