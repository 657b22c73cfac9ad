using Covenant.Contracts.Violations;

namespace Covenant.Silo.Commands.Output;

/// <summary>Prints violations to standard output, a line each: JSON for programs, or a sentence for people.</summary>
internal sealed class ViolationPrinter(BufferedSink sink, OutputFormat format) : IDisposable
{
    private readonly ViolationWriter _writer = new();
    private readonly ViolationBounds _bounds = new();

    public void Print(Violation violation)
    {
        if (format == OutputFormat.Text)
        {
            sink.WriteLine(ViolationLine.Of(violation));
            return;
        }

        // As its bank gets it.
        _writer.Write(_bounds.Cut(violation), sink.Writer);
        sink.EndLine();
    }

    public void Dispose()
    {
        _writer.Dispose();
        _bounds.Dispose();
    }
}
