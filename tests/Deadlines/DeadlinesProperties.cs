using CsCheck;

namespace Covenant.Tests.Deadlines;

public sealed class DeadlinesProperties
{
    private const int Runs = 100;

    private static readonly Gen<(int What, int Amount)[]> Steps = Gen.Select(Gen.Int[0, 19], Gen.Int[0, 99]).Array[1, 80];

    [Fact]
    public Task Whatever_comes_between_the_steps_of_a_checkpoint_nobody_who_is_owed_a_wake_is_lost() => Steps.SampleAsync(
        async steps =>
        {
            var run = new DeadlinesRun();
            foreach (var (what, amount) in steps)
            {
                await (what switch
                {
                    < 4 => Adding(run, amount * 10),
                    < 9 => run.TakeAsync(amount * 3),
                    < 19 => run.StepAsync(amount),
                    _ => run.CrashAsync(amount % 2 == 0),
                });
            }

            await run.FinishAsync();
        },
        iter: Runs);

    private static Task Adding(DeadlinesRun run, int amount)
    {
        run.Add(amount);
        return Task.CompletedTask;
    }
}
