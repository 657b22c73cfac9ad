using System.Globalization;
using Covenant.Silo.Held;
using Covenant.Tests.Silo;
using Covenant.Tests.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Covenant.Tests.Held;

/// <summary>Rows of customers and institutions that cannot be read: whose records wait for it, what comes of them, and who goes on.</summary>
public sealed class HeldStateTests(RedisFixture redis)
{
    private const string Bank = "held-bank";

    private static readonly Func<byte[], byte[]> Damage = _ => [250, 250, 250];

    [Fact]
    public async Task A_cohorts_records_wait_over_restarts_and_are_judged_in_their_order_once_its_row_can_be_read()
    {
        await using var run = await HeldRun.StartAsync(redis);
        HeldUnit unit;
        await using (var silo = await run.SiloAsync())
        {
            await new Bank(silo, Bank).AgreesAsync(1, HeldRun.Clauses);
            unit = HeldRun.CohortOf(silo, Bank, "held");
            run.Touch(silo, Bank, "held", "other");
            Assert.Empty(await new Bank(silo, Bank).ReadsAsync());
        }

        var heal = await run.HarmAsync(unit, Damage);
        List<string> waits = [];
        List<string> told = [];
        await using (var silo = await run.SiloAsync())
        {
            waits.AddRange(run.Touch(silo, Bank, "held", "held"));
            told.AddRange(run.Touch(silo, Bank, "other", "other")[1..].Select(id => $"{id} twice"));
            await run.HoldsAsync(silo, unit, 2, $"{Bank}/held");
            Assert.Equal(told, await new Bank(silo, Bank).ReadsAsync());
        }

        await using (var silo = await run.SiloAsync())
        {
            waits.AddRange(run.Touch(silo, Bank, "held"));
            await run.HoldsAsync(silo, unit, 3, "stored state");
            Assert.Contains(unit.ToString(), (await run.CommandAsync(silo, "list")).Output, StringComparison.Ordinal);
            await heal();
            await HeldRun.ReleasesAsync(silo);
            var after = run.Touch(silo, Bank, "held").Single();

            // The third of this customer and what follows, and the sixth over all: in the order in which they are counted.
            told.AddRange([$"{waits[1]} twice", $"{waits[2]} twice", $"{after} twice", $"{waits[1]} five", $"{waits[2]} five", $"{after} five"]);
            await run.TellsAsync(Bank, [.. told]);
            Assert.Equal("nothing is held", (await run.CommandAsync(silo, "list")).Output.Trim());
            Assert.Empty(new Bank(silo, Bank).DeadLetters());
        }

        // What was judged is stored: nothing is told again.
        await using (var silo = await run.SiloAsync())
        {
            var last = run.Touch(silo, Bank, "new").Single();
            await run.TellsAsync(Bank, [.. told, $"{last} five"]);
        }
    }

    [Fact]
    public async Task An_institutions_limits_wait_and_its_other_clauses_and_other_institutions_go_on()
    {
        await using var run = await HeldRun.StartAsync(redis);
        var unit = HeldUnit.OfInstitution(Bank);
        await using (var silo = await run.SiloAsync())
        {
            await new Bank(silo, Bank).AgreesAsync(1, HeldRun.Clauses);
            await new Bank(silo, "goes-on").AgreesAsync(1, HeldRun.Clauses);
            run.Touch(silo, Bank, "a", "b", "c");
            Assert.Empty(await new Bank(silo, Bank).ReadsAsync());
        }

        var heal = await run.HarmAsync(unit, Damage);
        await using (var silo = await run.SiloAsync())
        {
            var own = run.Touch(silo, Bank, "a", "a", "b");
            var others = run.Touch(silo, "goes-on", "a", "b", "c", "d", "e", "f");
            await run.HoldsAsync(silo, unit, 3, unit.ToString());
            Assert.Equal([$"{own[1]} twice"], await new Bank(silo, Bank).ReadsAsync());
            await run.TellsAsync("goes-on", $"{others[^1]} five");

            await heal();
            await HeldRun.ReleasesAsync(silo);
            var after = run.Touch(silo, Bank, "d").Single();
            await run.TellsAsync(Bank, $"{own[1]} twice", $"{own[2]} five", $"{after} five");
        }
    }

    [Fact]
    public async Task An_operator_lets_go_of_what_is_lost_and_the_records_are_judged_without_it()
    {
        await using var run = await HeldRun.StartAsync(redis);
        await using (var silo = await run.SiloAsync())
        {
            await new Bank(silo, Bank).AgreesAsync(1, HeldRun.Clauses);
            run.Touch(silo, Bank, "lost", "lost", "other");
            Assert.Empty(await new Bank(silo, Bank).ReadsAsync());
        }

        HeldUnit unit;
        await using (var silo = await run.SiloAsync())
        {
            unit = HeldRun.CohortOf(silo, Bank, "lost");
        }

        await run.HarmAsync(unit, Damage);
        await run.HarmAsync(HeldUnit.OfInstitution(Bank), Damage);
        await using (var silo = await run.SiloAsync())
        {
            var ids = run.Touch(silo, Bank, "lost", "lost", "lost");
            await run.HoldsAsync(silo, unit, 3, $"{Bank}/lost");
            var number = unit.Cohort.ToString(CultureInfo.InvariantCulture);
            var asked = await run.CommandAsync(silo, "let-go", "--cohort", number);
            Assert.Contains("lost: what is remembered of the customers", asked.Output, StringComparison.Ordinal);
            Assert.Contains("add `--yes`", asked.Output, StringComparison.Ordinal);
            Assert.Equal(0, (await run.CommandAsync(silo, "let-go", "--cohort", number, "--yes")).ExitCode);
            Assert.Equal(0, (await run.CommandAsync(silo, "let-go", "--institution", Bank, "--yes")).ExitCode);
            await HeldRun.ReleasesAsync(silo);
            var after = run.Touch(silo, Bank, "other", "other", "other");
            await run.TellsAsync(Bank, $"{ids[2]} twice", $"{after[1]} twice", $"{after[2]} twice", $"{after[2]} five");
        }
    }

    [Fact]
    public async Task A_row_of_a_later_format_is_held_and_never_written_over()
    {
        await using var run = await HeldRun.StartAsync(redis);
        HeldUnit unit;
        await using (var silo = await run.SiloAsync())
        {
            await new Bank(silo, Bank).AgreesAsync(1, HeldRun.Clauses);
            unit = HeldRun.CohortOf(silo, Bank, "later");
            run.Touch(silo, Bank, "later", "later");
            Assert.Empty(await new Bank(silo, Bank).ReadsAsync());
        }

        var heal = await run.LaterFormatAsync(unit);
        await using (var silo = await run.SiloAsync())
        {
            var id = run.Touch(silo, Bank, "later").Single();
            await run.HoldsAsync(silo, unit, 1, "this version reads format");
            await heal();
            await HeldRun.ReleasesAsync(silo);
            Assert.Equal([$"{id} twice"], await new Bank(silo, Bank).ReadsAsync());
        }
    }

    // `SET` on its key. Of one of them the row comes back, the other is let go, and is written again as a row.
    [Fact]
    public async Task A_key_of_another_type_is_held_as_any_row_that_cannot_be_read_and_can_be_let_go()
    {
        await using var run = await HeldRun.StartAsync(redis);
        var institution = HeldUnit.OfInstitution(Bank);
        HeldUnit cohort;
        await using (var silo = await run.SiloAsync())
        {
            await new Bank(silo, Bank).AgreesAsync(1, HeldRun.Clauses);
            cohort = HeldRun.CohortOf(silo, Bank, "lost");
            run.Touch(silo, Bank, "lost", "lost", "other");
            Assert.Empty(await new Bank(silo, Bank).ReadsAsync());
        }

        var heal = await run.ReplaceAsync(institution);
        await run.ReplaceAsync(cohort);
        List<string> told;
        await using (var silo = await run.SiloAsync())
        {
            var ids = run.Touch(silo, Bank, "lost", "lost", "lost");
            await run.HoldsAsync(silo, cohort, 3, "it is of another type than a hash");
            Assert.Equal(0, (await run.CommandAsync(silo, "let-go", "--cohort", cohort.Cohort.ToString(CultureInfo.InvariantCulture), "--yes")).ExitCode);

            // What is released counts there.
            await Eventually.HoldsAsync("the institution is held", () => silo.Services.GetRequiredService<HeldMemory>().All.Any(state => state.Unit == institution));
            await heal();
            await HeldRun.ReleasesAsync(silo);
            told = [$"{ids[2]} twice", $"{ids[2]} five"];
            await run.TellsAsync(Bank, [.. told]);
            Assert.Empty(new Bank(silo, Bank).DeadLetters());
        }

        await using (var silo = await run.SiloAsync())
        {
            var last = run.Touch(silo, Bank, "lost").Single();
            await run.TellsAsync(Bank, [.. told, $"{last} twice", $"{last} five"]);
        }
    }

    [Fact]
    public async Task A_row_that_is_written_over_while_its_customers_are_in_memory_is_held_and_nothing_is_told_twice()
    {
        await using var run = await HeldRun.StartAsync(redis);
        await using var silo = await run.SiloAsync();
        await new Bank(silo, Bank).AgreesAsync(1, HeldRun.Clauses);
        var unit = HeldRun.CohortOf(silo, Bank, "warm");
        var ids = run.Touch(silo, Bank, "warm", "warm", "warm");
        await run.TellsAsync(Bank, $"{ids[2]} twice");
        await run.StoredAsync(unit, silo);

        var heal = await run.ReplaceAsync(unit);
        ids = [.. ids, .. run.Touch(silo, Bank, "warm", "other")];
        await Eventually.HoldsAsync("the cohort is held", () => silo.Services.GetRequiredService<HeldMemory>().All.Any(state => state.Unit == unit));
        await heal();
        await HeldRun.ReleasesAsync(silo);
        ids = [.. ids, .. run.Touch(silo, Bank, "warm")];
        await run.TellsAsync(Bank, $"{ids[2]} twice", $"{ids[3]} twice", $"{ids[5]} twice", $"{ids[5]} five");
    }
}
