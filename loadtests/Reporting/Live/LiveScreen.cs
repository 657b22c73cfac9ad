using Covenant.LoadTests.Runs;
using Spectre.Console;

namespace Covenant.LoadTests.Reporting.Live;

/// <summary>
/// Shows a run while it goes on: on a terminal a screen that is drawn anew twice a second, elsewhere a line every few seconds and one for each mark. What is told between two drawings costs a queue of bounded length.
/// </summary>
public sealed class LiveScreen : IRunObserver, IAsyncDisposable
{
    private static readonly TimeSpan DrawEvery = TimeSpan.FromMilliseconds(500), LineEvery = TimeSpan.FromSeconds(5);

    private readonly Recent _recent = new();
    private readonly IAnsiConsole _console;
    private readonly TimeProvider _clock;
    private readonly TimeSpan? _length;
    private readonly long _started;
    private readonly CancellationTokenSource _over = new();
    private readonly Task _shown;

    private LiveScreen(IAnsiConsole console, TimeProvider clock, TimeSpan? length)
    {
        (_console, _clock, _length, _started) = (console, clock, length, clock.GetTimestamp());
        IsTerminal = console.Profile.Out.IsTerminal;
        _shown = IsTerminal ? console.Live(Screen()).AutoClear(true).StartAsync(DrawAsync) : SayAsync();
    }

    private bool IsTerminal { get; }

    /// <param name="length">How long the run will last from now; null where nobody knows.</param>
    public static LiveScreen Start(TimeSpan? length, IAnsiConsole? console = null, TimeProvider? clock = null) => new(console ?? ReportConsole.Error(), clock ?? TimeProvider.System, length);

    public void Phase(string what) => _recent.Phase(what);

    public void Sample(RunSample sample) => _recent.Sample(sample);

    public void Mark(RunMark mark)
    {
        _recent.Mark(mark);
        if (!IsTerminal)
        {
            _console.WriteLine(LiveView.Line(mark));
        }
    }

    /// <summary>Takes the screen away; what is printed after stays.</summary>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _shown;
        _over.Dispose();
    }

    private async Task DrawAsync(LiveDisplayContext display)
    {
        using PeriodicTimer timer = new(DrawEvery, _clock);
        while (await TicksAsync(timer))
        {
            display.UpdateTarget(Screen());
        }
    }

    private async Task SayAsync()
    {
        using PeriodicTimer timer = new(LineEvery, _clock);
        while (await TicksAsync(timer))
        {
            _console.WriteLine(LiveView.Line(_recent.Glance, _clock.GetElapsedTime(_started), _length));
        }
    }

    /// <summary>False once the run is over, which is how it is told.</summary>
    private async Task<bool> TicksAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_over.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private Spectre.Console.Rendering.IRenderable Screen() => LiveView.Screen(_recent.Glance, _clock.GetElapsedTime(_started), _length);
}
