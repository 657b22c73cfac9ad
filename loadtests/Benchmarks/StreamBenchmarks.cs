using System.Runtime.InteropServices;
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

    // As many as a replay's.
    private const int EventsPerBatch = 128;

    private readonly AgreementBook _book = BenchAgreements.Book(BenchAgreements.Usual);
    private readonly EventRoom _room = new();
    private readonly EventDecoder _decoder;
    private byte[][] _lines = [];

    public StreamBenchmarks() => _decoder = new EventDecoder { Room = _room };

    [Params(1_000, 20_000)]
    public int Customers { get; set; }

    [GlobalSetup]
    public void Write() => _lines = BenchEvents.Lines(Events, Customers);

    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public int Decoded()
    {
        var read = 0;
        for (var i = 0; i < _lines.Length; i++)
        {
            read += Decode(i) is null ? 0 : 1;
        }

        return read;
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public int DecodedAndJudged()
    {
        var judge = new StreamJudge(_book);
        var batch = new List<(DataUseEvent, EventTime, StreamPosition)>(EventsPerBatch);
        var violations = new List<Violation>();
        for (var i = 0; i < _lines.Length; i++)
        {
            if (i % EventsPerBatch == 0)
            {
                judge.Judge(CollectionsMarshal.AsSpan(batch), violations);
                batch.Clear();
            }

            if (Decode(i) is { } found)
            {
                batch.Add((found, found.Time, new StreamPosition("stream", 0, i)));
            }
        }

        judge.Judge(CollectionsMarshal.AsSpan(batch), violations);
        return violations.Count;
    }

    private DataUseEvent? Decode(int line)
    {
        if (line % EventsPerBatch == 0)
        {
            _room.Clear();
        }

        return _decoder.TryDecode(_lines[line], out var found, out _) ? found : null;
    }
}
