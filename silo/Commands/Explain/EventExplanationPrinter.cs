using Covenant.Silo.Commands.Output;

namespace Covenant.Silo.Commands.Explain;

internal static class EventExplanationPrinter
{
    public static void Print(EventExplanation explanation, OutputFormat format, BufferedSink sink)
    {
        if (format == OutputFormat.Json)
        {
            sink.WriteLine(JsonLine.Of(explanation));
            return;
        }

        sink.WriteLine($"{explanation.Event} at {explanation.Time}, {explanation.Institution}/{explanation.Customer}: {explanation.Verdict}");
        sink.WriteLine(explanation.HistoryEvents == 0
            ? "judged as if nothing had come before it; --history FILE gives it a past"
            : $"judged after the {explanation.HistoryEvents} events of its history");
        foreach (var violation in explanation.Violations)
        {
            sink.WriteLine($"  ! {violation}");
        }

        foreach (var version in explanation.Versions)
        {
            sink.WriteLine("");
            sink.WriteLine($"version {version.Version} ({version.Lane})");
            if (version.Scope is { } scope)
            {
                sink.WriteLine($"  {scope}");
            }

            foreach (var clause in version.Clauses)
            {
                sink.WriteLine($"  {clause.Clause} ({clause.Form}): {clause.Says}");
                sink.WriteLine($"    {clause.Why}");
            }
        }
    }
}
