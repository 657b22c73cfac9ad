using BenchmarkDotNet.Attributes;
using Covenant.Contracts.Events;
using Covenant.Contracts.Violations;
using Covenant.Grains.Enforcement.Judging;

namespace Covenant.LoadTests.Benchmarks;

/// <summary>A stream of many customers from its first event on: decoded alone, and judged.</summary>
[MemoryDiagnoser]
public class StreamBenchmarks
{
    private const int Events = 200_000;

    private readonly AgreementBook _book = BenchAgreements.Book(BenchAgreements.Usual);
    private byte[][] _lines = [];

    [Params(1_000, 20_000)]
    public int Customers { get; set; }

    [GlobalSetup]
    public void Write() => _lines = BenchEvents.Lines(Events, Customers);

    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public int Decoded()
    {
        var decoder = new EventDecoder();
        var read = 0;
        foreach (var line in _lines)
        {
            read += decoder.TryDecode(line, out _, out _) ? 1 : 0;
        }

        return read;
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public int DecodedAndJudged()
    {
        var decoder = new EventDecoder();
        var judge = new StreamJudge(_book);
        var violations = new List<Violation>();
        for (var i = 0; i < _lines.Length; i++)
        {
            if (decoder.TryDecode(_lines[i], out var found, out _))
            {
                judge.Judge(found, new StreamPosition("stream", 0, i), violations);
            }
        }

        return violations.Count;
    }
}
