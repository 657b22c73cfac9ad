using System.Text;
using BenchmarkDotNet.Attributes;
using Covenant.Contracts.Events;

namespace Covenant.LoadTests.Benchmarks;

/// <summary>Reading one event from bytes, by the way it is written, into the room of a batch, as silo and replay do.</summary>
[MemoryDiagnoser]
public class DecodeBenchmarks
{
    private readonly EventRoom _room = new();
    private readonly EventDecoder _decoder;
    private byte[][] _structured = [];
    private byte[][] _broken = [];
    private byte[][] _data = [];
    private byte[][] _ids = [];

    public DecodeBenchmarks() => _decoder = new EventDecoder { Room = _room };

    [Params(1_024)]
    public int Events { get; set; }

    [GlobalSetup]
    public void Write()
    {
        _structured = BenchEvents.Lines(Events, customers: 500);
        _broken = [.. _structured.Select(line => (byte[])[.. line, (byte)'\n'])];
        _data = [.. _structured.Select(line => line[(line.AsSpan().IndexOf("\"data\":"u8) + "\"data\":"u8.Length)..^1])];
        _ids = [.. Enumerable.Range(0, Events).Select(i => Encoding.UTF8.GetBytes($"{i:x8}-8f3b-7c1d-9a2e-{i * 7919L:x12}"))];
    }

    [Benchmark(Baseline = true)]
    public int Structured() => Decode(_structured);

    /// <summary>With a line break, so that every token is read in the general way.</summary>
    [Benchmark]
    public int StructuredInTheGeneralWay() => Decode(_broken);

    [Benchmark]
    public int Binary()
    {
        _room.Clear();
        var read = 0;
        for (var i = 0; i < _data.Length; i++)
        {
            var headers = default(CloudEventHeaders);
            headers.Add("ce_specversion", "1.0"u8);
            headers.Add("ce_id", _ids[i]);
            headers.Add("ce_source", "/messenger/care-desk"u8);
            headers.Add("ce_type", "datause.event.v1"u8);
            headers.Add("ce_time", "2026-03-01T00:00:00.123Z"u8);
            read += _decoder.TryDecode(headers, _data[i], out _, out _) ? 1 : 0;
        }

        return read;
    }

    private int Decode(byte[][] lines)
    {
        _room.Clear();
        var read = 0;
        foreach (var line in lines)
        {
            read += _decoder.TryDecode(line, out _, out _) ? 1 : 0;
        }

        return read;
    }
}
