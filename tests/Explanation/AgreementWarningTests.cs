using Covenant.Contracts.Agreements;
using Covenant.Contracts.Explanation;

namespace Covenant.Tests.Explanation;

public sealed class AgreementWarningTests
{
    [Theory]
    [InlineData("prohibit: ConversationOpend", "`ConversationOpend` is a fact of this agreement's own; did you mean `ConversationOpened`?")]
    [InlineData("prohibit: { operation: [use] }", "`use` is a fact of this agreement's own; did you mean `dpv:Use`?")]
    [InlineData("prohibit: dpv.Use", "`dpv.Use` is a fact of this agreement's own; did you mean `dpv:Use`?")]
    [InlineData("prohibit: ConsentRevoked", "`ConsentRevoked` is a fact of this agreement's own; did you mean `ConsentWithdrawn`?")]
    [InlineData("prohibit: Marketing", "`Marketing` is a fact of this agreement's own; did you mean `purposes: dpv:Marketing`?")]
    [InlineData("prohibit: Financial", "`Financial` is a fact of this agreement's own; did you mean `categories: pd:Financial`?")]
    [InlineData("prohibit: Deletion", "`Deletion` is a fact of this agreement's own; did you mean `dpv:Delete`?")]
    [InlineData("prohibit: erasure", "`erasure` is a fact of this agreement's own; did you mean `dpv:Erase`?")]
    [InlineData("prohibit: Usage", "`Usage` is a fact of this agreement's own; did you mean `dpv:Use`?")]
    [InlineData("permit: { operation: ConsentGiven }", "it permits facts alone, and a `permit` judges touches: it can never match")]
    [InlineData("{ permit: { operation: dpv:Use }, severity: minor }", "`severity`, `report` and `remedy` have no effect on a `permit`: what it does not take violates `not-permitted`")]
    [InlineData("limit: { when: { customerPresent: false }, count: 4, sliding: PT24H }", "`when` names no `operation`, so facts such as `ConversationOpened` count too")]
    [InlineData("limit: { when: { operation: dpv:Use }, count: 0, sliding: PT24H }", "a limit of 0 is violated by every event that it takes: write `prohibit`, which says so")]
    [InlineData("limit: { when: dpv:Use, distinct: customer, max: 5, total: true }",
        "it counts for each `customer` by itself, so it never finds another `customer` and is never violated: write `per: institution`, or count another field")]
    [InlineData("limit: { when: dpv:Use, distinct: recipient, max: 5, total: true, per: recipient }",
        "it counts for each `recipient` by itself, so it never finds another `recipient` and is never violated: leave `recipient` out of `per`, or count another field")]
    [InlineData("prohibit: { operation: dpv:Access, not: { operation: dpv:Use } }", "a selector in it can never take an event: its `not` takes all that the rest does")]
    [InlineData("prohibit: { }", "it takes every event, facts such as `ConversationOpened` too: name an `operation`, such as `dpv:Processing` for every touch")]
    [InlineData("{ prohibit: dpv:Use, while: { during: { to: 2025-12-15 } } }",
        "`while` asks for a time before 2025-12-15T00:00:00Z, and this version judges from 2026-01-01T00:00:00Z on, so that never holds: write a later `to`, or leave it out")]
    [InlineData("{ prohibit: dpv:Use, unless: { once: Approved, match: [operation] } }",
        "`match` asks for the same `operation` in events whose values of it are never the same, so its `unless` never matches: leave `operation` out of `match`")]
    [InlineData("oblige: { after: ConsentWithdrawn, do: dpv:Erase, within: P1D, match: [operation] }",
        "`match` asks for the same `operation` in `after` and `do`, whose values of it are never the same, so nothing can fulfil it: leave `operation` out of `match`")]
    [InlineData("oblige: { after: ConsentWithdrawn, do: dpv:Erase, within: PT1M }",
        "`within` is shorter than the tolerance of 10 minutes, so that what came as long before the trigger counts too: write a longer `within`, or a smaller `tolerance`")]
    [InlineData("oblige: { after: ConsentGiven, do: Notified, every: P1D }", "`every` without `until` goes on for ever: add `until`, such as `until: ConsentWithdrawn`")]
    [InlineData("permit: { purposes: dpv:Marketing, any: [{ categories: pd:Financial }, { categories: pd:EmailAddress }] }",
        "two branches of its `any` differ in `categories` alone, and a touch with values of both is denied: write one branch with `categories: [pd:Financial, pd:EmailAddress]`")]
    [InlineData("permit: { purposes: dpv:Marketing, any: [{ region: US, any: [{ forms: text }, { forms: voice }] }] }",
        "two branches of its `any` differ in `forms` alone, and a touch with values of both is denied: write one branch with `forms: [text, voice]`")]
    [InlineData("permit: { any: [{ forms: text }, { forms: voice }, { forms: image }, { forms: [text, voice] }] }",
        "two branches of its `any` differ in `forms` alone, and a touch with values of both is denied: write one branch with `forms: [image, text, voice]`")]
    public void What_is_hardly_meant_is_warned_of(string clause, string warning) =>
        Assert.Equal([new AgreementWarning("c0", warning)], AgreementWarnings.Of(Clauses.Read(clause)).Where(one => one.Clause is not null));

    [Theory]
    [InlineData("prohibit: TransferCompleted")]
    [InlineData("prohibit: { operation: dpv:Use, not: { operation: dpv:Access } }")]
    [InlineData("prohibit: { operation: dpv:Store, not: { region: US } }")]
    [InlineData("limit: { when: { operation: dpv:Use }, count: 4, sliding: PT24H }")]
    [InlineData("oblige: { after: dpv:Share, do: Notified, within: PT1H, match: [recipient] }")]
    [InlineData("limit: { when: dpv:Use, distinct: customer, max: 5, total: true, per: institution }")]
    public void What_is_meant_is_let_be(string clause) => Assert.Empty(AgreementWarnings.Of(Clauses.ReadAll("active", clause, "permit: dpv:Use")));

    [Theory]
    [InlineData("permit: { purposes: dpv:Marketing, categories: pd:Financial }", "permit: { purposes: dpv:Marketing, categories: pd:EmailAddress }", "categories: [pd:Financial, pd:EmailAddress]")]
    [InlineData("permit: { operation: dpv:Use, forms: text }", "permit: { operation: dpv:Use, forms: [voice, image] }", "forms: [text, voice, image]")]
    [InlineData("permit: { attributes.channel: chat, operation: dpv:Use }", "permit: { operation: dpv:Use, attributes.channel: mail }", "attributes.channel: [chat, mail]")]
    public void Permits_that_differ_in_a_field_whose_values_are_not_joined_are_warned_of(string one, string other, string together) =>
        Assert.Equal(
            [new AgreementWarning("c1", $"it differs from `c0` in `{together.Split(':')[0]}` alone, and a touch with values of both is denied: write one permit with `{together}`")],
            AgreementWarnings.Of(Clauses.ReadAll("active", one, other)));

    [Theory]
    [InlineData("permit: { purposes: dpv:Marketing }", "permit: { purposes: dpv:CustomerCare }")]
    [InlineData("permit: { purposes: dpv:Marketing, categories: pd:Financial }", "permit: { purposes: dpv:CustomerCare, categories: pd:EmailAddress }")]
    [InlineData("permit: { purposes: dpv:Marketing, categories: pd:Financial }", "permit: { purposes: dpv:Marketing }")]
    [InlineData("{ permit: { categories: pd:Financial }, while: { once: Approved } }", "permit: { categories: pd:EmailAddress }")]
    public void Permits_that_differ_in_more_are_let_be(string one, string other) => Assert.Empty(AgreementWarnings.Of(Clauses.ReadAll("active", one, other)));

    [Fact]
    public void Many_branches_that_differ_in_one_field_are_warned_of_once() =>
        Assert.Equal(
            [new AgreementWarning("c0", "several branches of its `any` differ in `forms` alone, and a touch with values of two of them is denied: write one branch with all these values in `forms`")],
            AgreementWarnings.Of(Clauses.Read($"permit: {{ any: [{string.Join(", ", Enumerable.Range(0, 1_200).Select(form => $"{{ forms: f{form} }}"))}] }}")));

    [Fact]
    public void Many_permits_that_differ_in_one_field_are_warned_of_once() =>
        Assert.Equal(
            [new AgreementWarning("c5", "it differs from `c0`, `c1`, `c2` and others in `forms` alone, and a touch with values of two of them is denied: write one permit with all these values in `forms`")],
            AgreementWarnings.Of(Clauses.ReadAll("active", [.. Enumerable.Range(0, 6).Select(form => $"permit: {{ forms: f{form} }}")])));

    [Fact]
    public void Only_as_many_warnings_are_told_as_mistakes_are()
    {
        var clauses = Enumerable.Range(0, 300).Select(at => "prohibit: dpv.Use").ToArray();

        var told = AgreementWarnings.Of(Clauses.ReadAll("active", clauses));

        Assert.Equal(AgreementReader.MistakesMax + 1, told.Count);
        Assert.Equal(new AgreementWarning(null, "there are more than these 200 warnings: mend these first"), told[^1]);
    }

    [Fact]
    public void An_agreement_without_permits_is_warned_of_for_what_it_does_not_name_is_allowed() =>
        Assert.Equal(
            [new AgreementWarning(null, "there is no `permit`, so every touch is allowed that no clause forbids: add a `permit` for what is agreed")],
            AgreementWarnings.Of(Clauses.Read("prohibit: dpv:Share")));

    [Fact]
    public void Names_of_facts_that_differ_in_case_are_warned_of() =>
        Assert.Equal(
            [new AgreementWarning("c1", "`transferCompleted` and `TransferCompleted` are different facts, for case counts: write `TransferCompleted` in both places if one is meant")],
            AgreementWarnings.Of(Clauses.ReadAll("active", "prohibit: TransferCompleted", "prohibit: transferCompleted", "permit: dpv:Use")));

    [Fact]
    public void A_permit_that_a_prohibition_covers_is_warned_of() =>
        Assert.Equal(
            [new AgreementWarning("c0", "what it permits is always prohibited by clause `c1`, and prohibitions win")],
            AgreementWarnings.Of(Clauses.ReadAll("active", "permit: { purposes: dpv:Advertising }", "prohibit: { purposes: dpv:Marketing }")));

    [Fact]
    public void The_samples_are_let_be()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "contracts", "samples"), "*.yaml"))
        {
            var reading = AgreementReader.Read(File.ReadAllBytes(file), file);
            Assert.Empty(reading.Warnings);
            Assert.All(reading.Documents, document => Assert.Empty(AgreementWarnings.Of(document.Agreement)));
        }
    }

    [Fact]
    public void A_draft_alone_is_warned_of_for_until_it_is_in_force_every_touch_is_a_violation() =>
        Assert.Contains("has only a draft", Assert.Single(AgreementWarnings.OfVersions([Clauses.Read("prohibit: dpv:Use", "draft")])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_later_version_that_takes_effect_earlier_is_warned_of()
    {
        var first = Clauses.Read("prohibit: dpv:Use");
        var second = first with { Version = 2, Effective = new(first.Effective.Ticks - 1) };

        Assert.Contains("takes effect before version 1", Assert.Single(AgreementWarnings.OfVersions([first, second])).Message, StringComparison.Ordinal);
    }
}
