using System.Diagnostics;
using System.Runtime.InteropServices;
using Covenant.Contracts.Agreements;
using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;
using Covenant.Grains.Enforcement.Judging;
using Covenant.Grains.Enforcement.Remembering;
using Covenant.Silo.Commands.Agreements;
using Covenant.Silo.Commands.Output;
using Covenant.Silo.Terminal;

namespace Covenant.Silo.Commands.Replay;

/// <summary>One replay: lines in, violations out, counts at the end. Memory does not grow with the stream, but with its customers.</summary>
internal sealed class ReplayRun(ReplaySettings settings, BufferedSink sink)
{
    private readonly ReplayCounts _counts = new();
    private readonly List<Violation> _decided = [];
    private string? _firstUnreadable;

    /// <returns>The exit code.</returns>
    public int Run()
    {
        var book = AgreementBook.Compile(AgreementFiles.ReadFaultless([settings.Agreements]), MemoryBounds.Replay);
        if (settings.DeadLetters is { } kept && IsSameFile(kept, settings.Events))
        {
            throw CommandException.Usage($"`--deadletters` would write over the events in `{settings.Events}`; choose another file");
        }

        using var stream = EventStream.Open(settings.Events);
        using var deadLetters = settings.DeadLetters is { } path ? new DeadLetterFile(path) : null;

        var admission = new EventAdmission(EventAdmission.DefaultAheadMax, institution => book.Find(institution) is not null);
        var topic = settings.Events == ReplaySettings.StandardInput ? settings.Events : Path.GetFileName(settings.Events);
        using var pump = new EventPump(stream, topic, admission, keepUnreadable: deadLetters is not null);
        var clock = Stopwatch.StartNew();
        long? fileBytes = stream.CanSeek ? stream.Length : null;
        if (ReplayProgress.IsWanted(fileBytes))
        {
            ReplayProgress.Show(fileBytes!.Value, () => pump.BytesRead, () => Judge(book, pump, deadLetters));
        }
        else
        {
            Judge(book, pump, deadLetters);
        }

        sink.Flush();
        if (!sink.IsClosed)
        {
            StandardError.Write(settings.Output == OutputFormat.Json
                ? ReplaySummary.Json(_counts, clock.Elapsed)
                : ReplaySummary.Text(_counts, clock.Elapsed, settings.Shadow));
        }

        if (_counts.Events == 0 && _firstUnreadable is { } first)
        {
            StandardError.WriteLine($"no line of `{settings.Events}` could be read; the first says: {first}");
            return ExitCode.Failed;
        }

        return settings.FailOnViolation && _counts.Enforced > 0 ? ExitCode.Failed : ExitCode.Ok;
    }

    // A name that is no path at all is refused where it is opened.
    private static bool IsSameFile(string one, string other) => one.Length > 0 && other.Length > 0 && !one.Contains('\0', StringComparison.Ordinal) && !other.Contains('\0', StringComparison.Ordinal)
        && Path.GetFullPath(one) == Path.GetFullPath(other);

    private void Judge(AgreementBook book, EventPump pump, DeadLetterFile? deadLetters)
    {
        var judge = new StreamJudge(book);
        using var printer = new ViolationPrinter(sink, settings.Output ?? OutputFormat.Json);
        foreach (var batch in pump.Batches())
        {
            foreach (var line in batch.Unreadable)
            {
                _counts.AddUnreadable(line.Defect.Code);
                _firstUnreadable ??= line.Defect.Message;
                deadLetters?.Add(line.Number, line.Defect, line.Bytes);
            }

            _counts.Events += batch.Events.Count;
            judge.Judge(CollectionsMarshal.AsSpan(batch.Events), _decided);
            Print(printer);

            // Whoever types or pipes events in sees what they came to at once.
            if (settings.Events == ReplaySettings.StandardInput)
            {
                sink.Flush();
            }

            // Nobody reads the violations any more.
            if (sink.IsClosed)
            {
                return;
            }
        }

        if (settings.Until is { } until)
        {
            judge.Until(until, _decided);
            Print(printer);
        }

        (_counts.Touches, _counts.Duplicates, _counts.Late) = (judge.Touches, judge.Duplicates, judge.Late);
        (_counts.HeldBack, _counts.Pending) = (judge.HeldBack, judge.PendingObligations);
        if (judge.DraftFailure is { } reason)
        {
            StandardError.WriteLine($"judging a draft failed, so that verdicts in shadow are missing; those of what is in force are not: {reason}");
        }
    }

    private void Print(ViolationPrinter printer)
    {
        foreach (var violation in _decided)
        {
            _counts.Add(violation);
            if (settings.Shadow || violation.Mode == ClauseMode.Enforce)
            {
                printer.Print(violation);
            }
        }

        _decided.Clear();
    }
}
