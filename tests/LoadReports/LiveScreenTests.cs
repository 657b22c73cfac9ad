using Covenant.LoadTests.Reporting.Live;
using Covenant.LoadTests.Runs;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console;

namespace Covenant.Tests.LoadReports;

public sealed class LiveScreenTests
{
    [Fact]
    public async Task Without_a_terminal_it_says_a_line_every_five_seconds_and_one_for_each_mark()
    {
        await using Shown shown = new(isTerminal: false);
        shown.Screen.Phase("steady");
        foreach (var sample in SampleRuns.Steady(5).Samples)
        {
            shown.Screen.Sample(sample with { Errors = (long)sample.At * 2 });
        }

        shown.Screen.Mark(new(3, 10, "kill silo 1", true));
        Assert.Equal("0:03 fault: kill silo 1", await shown.NextLineAsync());
        shown.Clock.Advance(TimeSpan.FromSeconds(5));
        var line = await shown.NextLineAsync();
        Assert.StartsWith("0:05 of 1:00, 0:55 left steady: judged", line);
        Assert.EndsWith("1,000 violations, 10 errors", line);
    }

    [Fact]
    public async Task On_a_terminal_it_draws_rates_latencies_and_the_last_marks()
    {
        await using Shown shown = new(isTerminal: true);
        shown.Screen.Phase("spike");
        foreach (var sample in SampleRuns.Steady(200).Samples)
        {
            shown.Screen.Sample(sample);
        }

        foreach (var number in Enumerable.Range(1, 9))
        {
            shown.Screen.Mark(new(number, 1, $"fault number {number}", true));
        }

        shown.Clock.Advance(TimeSpan.FromSeconds(1));
        var screen = await shown.UntilAsync("fault number 9");
        Assert.Contains("spike · 0:01 of 1:00, 0:59 left", screen);
        Assert.Contains("40,000", screen);
        Assert.Matches("judged .* /s .*[▁▂▃▄▅▆▇█]{50}", screen);
        Assert.Contains("fault number 6", screen);
        Assert.DoesNotContain("fault number 5", screen);
    }

    [Fact]
    public async Task Any_thread_may_tell_it_and_nothing_is_lost_from_its_sums()
    {
        await using Shown shown = new(isTerminal: false);
        var sample = SampleRuns.Steady(1).Samples[0] with { Violations = 1, Errors = 3 };
        await Parallel.ForAsync(0, 10_000, (_, _) =>
        {
            shown.Screen.Sample(sample);
            return ValueTask.CompletedTask;
        });
        shown.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.EndsWith("10,000 violations, 3 errors", await shown.NextLineAsync());
    }

    private sealed class Shown : IAsyncDisposable
    {
        private readonly WrittenText _text = new();

        public Shown(bool isTerminal)
        {
            var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new Output(_text, isTerminal), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No });
            Screen = LiveScreen.Start(TimeSpan.FromMinutes(1), console, Clock);
        }

        public FakeTimeProvider Clock { get; } = new();

        public LiveScreen Screen { get; }

        public Task<string> NextLineAsync() => _text.NextLineAsync();

        public Task<string> UntilAsync(string wanted) => _text.UntilAsync(wanted);

        public ValueTask DisposeAsync() => Screen.DisposeAsync();
    }

    private sealed class Output(TextWriter writer, bool isTerminal) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;
        public bool IsTerminal => isTerminal;
        public int Width => 200;
        public int Height => 60;

        public void SetEncoding(System.Text.Encoding encoding)
        {
        }
    }
}
